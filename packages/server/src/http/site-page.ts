import { escapeHtml } from './html';
import { siteStyle } from './site-style';

/** The mark in tabs and headers: a door that stands open, in a house. */
export const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4a3aa8"/><path d="M6.5 16 16 7.5l9.5 8.5v9.5h-19z" fill="#fff"/><path d="M13 25.5V17l6-1.5v10z" fill="#4a3aa8"/></svg>`;

const places = [
  ['/docs/guides', 'Guides'],
  ['/docs', 'API reference'],
  ['/docs/errors', 'Errors'],
] as const;

export interface SitePage {
  readonly title: string;
  /** Which of the places in the header it belongs to. */
  readonly place?: (typeof places)[number][0];
  /** HTML between header and end. */
  readonly body: string;
}

/** A page of the service about itself; sent with `sitePolicy`. */
export function sitePage({ title, place, body }: SitePage): string {
  const links = places.map(
    ([href, name]) => `<a href="${href}"${href === place ? ' aria-current="page"' : ''}>${name}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${siteStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="site"><div><a class="brand" href="/"><img src="/favicon.svg" alt="" width="26" height="26">Homecoming</a><nav aria-label="Documentation">${links.join('')}</nav></div></header>
<main id="content" class="frame">
${body}
</main>
</body>
</html>
`;
}
