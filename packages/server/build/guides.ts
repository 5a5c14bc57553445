import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

/** A page of the docs: `html` is what stands between header and footer. */
export interface Guide {
  /** `webhooks`, `decisions/0001-one-contract`: its address below /docs/guides/. */
  readonly slug: string;
  readonly title: string;
  readonly html: string;
}

const address = '/docs/guides/';

/**
 * All Markdown files of the docs folder as HTML. Links between them lead to the rendered pages, links to other files of the
 * repository to where it is published.
 * @param repository where the files of the repository can be read, ending with `/`
 */
export function renderGuides(folder: string, repository: string): Guide[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'))
    .sort();
  return files.map((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    const title = /^# (.+)$/m.exec(source)?.[1]?.replaceAll('`', '');
    if (!title) throw new Error(`docs/${file} has no heading.`);
    const markdown = new Marked(gfmHeadingId(), {
      walkTokens(token) {
        if (token.type === 'link' || token.type === 'image')
          token.href = target(file, token.href as string, repository);
      },
      renderer: {
        // A wide table scrolls by itself rather than with the page; with the keyboard too.
        table({ header, rows }) {
          const inline = ({ tokens }: (typeof header)[number]) => this.parser.parseInline(tokens);
          const row = (cells: string) => `<tr>${cells}</tr>`;
          const cell = (each: (typeof header)[number]) => `<td>${inline(each)}</td>`;
          // A heading that says nothing is none.
          const heading = (each: (typeof header)[number]) =>
            each.text ? `<th>${inline(each)}</th>` : '<td></td>';
          const body = rows.map((cells) => row(cells.map(cell).join('')));
          return `<div class="table" tabindex="0"><table><thead>${row(header.map(heading).join(''))}</thead><tbody>${body.join('\n')}</tbody></table></div>\n`;
        },
      },
    });
    const html = markdown.parse(source, { async: false });
    return { slug: file.slice(0, -3), title, html: html.replaceAll('<pre>', '<pre tabindex="0">') };
  });
}

/** Where a link of a file in the docs folder leads. */
function target(file: string, href: string, repository: string): string {
  if (/^[a-z]+:|^[#/]/i.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const hash = fragment === undefined ? '' : `#${fragment}`;
  const inDocs = posix.join(posix.dirname(file), path);
  if (inDocs.startsWith('../')) return `${repository}${inDocs.slice(3)}${hash}`;
  // A folder of the docs, such as `decisions`, has no page of its own.
  return inDocs.endsWith('.md')
    ? `${address}${inDocs.slice(0, -3)}${hash}`
    : `${repository}docs/${inDocs}${hash}`;
}
