import { problems } from '../contract/problems';

/** Redoc styles its page by script and lays its search index in a worker made on the spot. */
export const referencePolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; " +
  "worker-src blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API reference, drawn by Redoc from the contract. */
export const referencePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Homecoming API reference</title>
<style>body { margin: 0 }</style>
</head>
<body>
<redoc spec-url="/openapi.json" hide-download-button="false" native-scrollbars="true"></redoc>
<script src="/docs/redoc.js"></script>
</body>
</html>
`;

const code = (text: string) => text.replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** Where the `type` of a problem points: what each means and what to do about it. */
export function errorsPage(): string {
  const rows = Object.entries(problems).map(
    ([name, { status, title, help }]) =>
      `<section id="${name}"><h2><code>${name}</code> <small>${status}</small></h2><p>${title}. ${code(help)}</p></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Homecoming errors</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
h2 { font-size: 1.05rem; margin: 1.5rem 0 0 } small { font-weight: 400; opacity: .75 } p { margin: .25rem 0 }
section:target { outline: 2px solid; outline-offset: .5rem }
</style>
</head>
<body>
<h1>Errors</h1>
<p>Every refusal is a problem (RFC 9457) with one of these codes. The <a href="/docs">API reference</a> tells the rest.</p>
${rows.join('\n')}
</body>
</html>
`;
}
