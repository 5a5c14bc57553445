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
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>
body { margin: 0 }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .6rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif; border-bottom: 1px solid #e3e0ea }
.top a { color: #4a3aa8 } .top a:first-child { font-weight: 650; text-decoration: none }
</style>
</head>
<body>
<nav class="top" aria-label="Documentation"><a href="/">Homecoming</a><a href="/docs/guides">Guides</a><a href="/docs/errors">Errors</a><a href="/openapi.json">OpenAPI contract</a></nav>
<redoc spec-url="/docs/reference.json" hide-download-button="true" native-scrollbars="true"></redoc>
<script src="/docs/redoc.js"></script>
</body>
</html>
`;
