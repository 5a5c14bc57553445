import type { KeptMessage } from '../platform/mail';
import { escapeHtml } from './html';

const layout = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/dev/mail/style.css">
</head>
<body>
${body}
</body>
</html>
`;

const time = (iso: string) => {
  const [day, clock] = new Date(iso).toISOString().split('T') as [string, string];
  return `<time datetime="${escapeHtml(iso)}">${day} ${clock.slice(0, 5)} UTC</time>`;
};

/** The kept messages, newest first. */
export function listPage(messages: readonly KeptMessage[], most: number): string {
  const rows = messages.map(
    ({ id, subject, to, date }) => `<li><a href="/dev/mail/${escapeHtml(id)}">
<span class="subject">${escapeHtml(subject) || '(no subject)'}</span>
<span class="about"><span class="to">to ${escapeHtml(to)}</span> ${time(date)}</span>
</a></li>`,
  );
  const list = rows.length
    ? `<ol class="mails">\n${rows.join('\n')}\n</ol>`
    : '<p class="none">No messages yet. Messages that the service sends appear here.</p>';
  const more = rows.length === most ? `<p class="note">Showing the newest ${most} messages.</p>` : '';
  return layout(
    'Mail · Homecoming demo',
    `<header><h1>Mail</h1><p class="note">No mail server is configured, so messages are kept in the data folder instead of being sent.</p></header>
<main>
${list}
${more}
</main>`,
  );
}

// Up to what cannot be part of an address, without the sign that ends the sentence.
const links = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

function linked(text: string): string {
  let html = '';
  let from = 0;
  for (const { 0: url, index } of text.matchAll(links)) {
    html += `${escapeHtml(text.slice(from, index))}<a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(url)}</a>`;
    from = index + url.length;
  }
  return html + escapeHtml(text.slice(from));
}

/** One mail: its text, and its HTML in a frame. */
export function messagePage({ id, subject, from, to, date, messageId, text, html }: KeptMessage): string {
  const rows: readonly (readonly [string, string])[] = [
    ['From', escapeHtml(`${from.name} <${from.address}>`)],
    ['To', escapeHtml(to)],
    ['Date', time(date)],
    ['Message-ID', escapeHtml(messageId)],
  ];
  const head = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('\n');
  const frame = `<section><h2>HTML</h2>
<iframe title="HTML version of the message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/dev/mail/${escapeHtml(id)}/html"></iframe></section>`;
  return layout(
    `${subject} · Mail`,
    `<header><p class="back"><a href="/dev/mail">← All mail</a></p><h1>${escapeHtml(subject) || '(no subject)'}</h1></header>
<main>
<dl>
${head}
</dl>
<section><h2>Text</h2><pre>${linked(text)}</pre></section>
${html === undefined ? '' : frame}
</main>`,
  );
}

export const pageStyle = `:root {
  color-scheme: light dark;
  --ink: #1d2430; --soft: #566072; --line: #d9dee7; --ground: #f6f7f9; --sheet: #ffffff; --link: #1f4fb4;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf0; --soft: #a3acba; --line: #323a47; --ground: #14181e; --sheet: #1c222b; --link: #8fb4ff; }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 }
h2 { font-size: .875rem; color: var(--soft); margin: 1.5rem 0 .5rem }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.note, .back { color: var(--soft); margin: .25rem 0 1rem; font-size: .9375rem }
.none { padding: 2rem 1rem; text-align: center; border: 1px dashed var(--line); border-radius: .5rem; color: var(--soft) }
.mails { list-style: none; margin: 0; padding: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden }
.mails li + li { border-top: 1px solid var(--line) }
.mails a { display: block; padding: .75rem 1rem; color: inherit; text-decoration: none }
.mails a:hover { background: var(--ground) }
.mails a:focus-visible { outline-offset: -2px }
.subject { display: block; font-weight: 600 }
.about { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; color: var(--soft); font-size: .9375rem }
dl { margin: 1rem 0 0; padding: .75rem 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; font-size: .9375rem }
dl div { display: flex; flex-wrap: wrap; gap: 0 .75rem }
dt { color: var(--soft); flex: 0 0 6.5rem }
dd { margin: 0; flex: 1 1 14rem; min-width: 0 }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; font: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem }
iframe { display: block; width: 100%; height: 30rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; color-scheme: light }
`;
