import { problems } from '../contract/problems';
import { sitePage } from './site-page';

const code = (text: string) => text.replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** Where the `type` of a problem points: what each means and what to do about it. */
export function errorsPage(): string {
  const sections = Object.entries(problems).map(
    ([name, { status, title, help }]) =>
      `<section class="error" id="${name}"><h2><code>${name}</code> <span class="soft">${status}</span></h2><p>${title}. ${code(help)}</p></section>`,
  );
  return sitePage({
    title: 'Errors · Homecoming',
    place: '/docs/errors',
    body: `<div class="text"><h1>Errors</h1>
<p>Every failed call is answered with problem details (RFC 9457) and one of these codes. The <a href="/docs/guides/errors">guide to errors</a> explains the fields, the <a href="/docs">API reference</a> lists the codes of each operation.</p>
${sections.join('\n')}</div>`,
  });
}
