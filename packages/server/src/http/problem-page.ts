import { createHash } from 'node:crypto';
import { escapeHtml } from './html';

const style = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 32rem; padding: 2rem 1.25rem; overflow-wrap: anywhere }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .5rem }
p { margin: .5rem 0 }
.note { margin-top: 1.5rem; font-size: .875rem; opacity: .75 }
`;

export const problemPagePolicy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface ProblemText {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly code: string;
  readonly requestId: string;
}

/** An error for a person whose browser opened the address. */
export function problemPage({ title, detail, code, requestId }: ProblemText): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${detail === undefined ? '' : `<p>${escapeHtml(detail)}</p>`}
<p>Go back to the page you came from and try again.</p>
<p class="note">If this keeps happening, contact the owner of that page and quote this error: <code>${escapeHtml(code)}</code>, request ${escapeHtml(requestId)}.</p>
</main>
</body>
</html>
`;
}
