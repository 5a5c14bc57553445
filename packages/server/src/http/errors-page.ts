import { problems } from '../contract/problems';
import { sitePage } from './site-page';

const guide = '/docs/guides/';

/** The contract's texts have code and links to the guides in Markdown, and no other markup. */
const html = (text: string) =>
  text
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\[([^\]]+)\]\(([\w-]+)\.md(#[\w-]+)?\)/g, `<a href="${guide}$2$3">$1</a>`);

/** Where the `type` of a problem points: what each means and what to do about it. */
export function errorsPage(): string {
  const sections = Object.entries(problems).map(
    ([name, { status, title, description, help }]) =>
      `<section class="error" id="${name}"><h2><code>${name}</code> <span class="soft">${status}</span></h2><h3>${title}</h3><p>${html(description)}</p><p>${html(help)}</p></section>`,
  );
  return sitePage({
    title: 'Errors · Homecoming',
    place: '/docs/errors',
    body: `<div class="text"><h1>Errors</h1>
<p>Every error response has problem details (RFC 9457) with one of these codes. The <a href="/docs/guides/errors">errors guide</a> explains the fields, and the <a href="/docs">API reference</a> lists the codes that each operation can return.</p>
${sections.join('\n')}</div>`,
  });
}
