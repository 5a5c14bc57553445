/** Redoc styles its page by script and lays its search index in a worker made on the spot. */
export const referencePolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; " +
  "worker-src blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API reference, drawn by Redoc from the contract. Its header looks like that of the other pages, whose style would reach into Redoc's. */
export const referencePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Homecoming API reference</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>
:root { color-scheme: light dark }
body { margin: 0; background: light-dark(#fff, #16151a); color: light-dark(#1c1b1f, #eceaf0) }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; padding: .75rem 1.25rem; font: 1rem/1.6 system-ui, sans-serif; border-bottom: 1px solid light-dark(#e3e0ea, #34313d) }
.top a { color: light-dark(#5d5a66, #aba7b5); text-decoration: none } .top a:hover { text-decoration: underline }
.top a:first-child { display: flex; align-items: center; gap: .55rem; margin-right: auto; color: inherit; font-weight: 650 }
.top [aria-current] { color: light-dark(#4a3aa8, #b6a9ff); font-weight: 600 }
/* What Redoc's themes don't reach. */
@media (prefers-color-scheme: dark) {
  #reference h5 { color: #aba7b5 !important; border-color: #4a4655 } #reference h5 span { color: #eceaf0 }
  #reference .react-tabs__tab--selected { background: #34313d !important }
}
</style>
</head>
<body>
<nav class="top" aria-label="Documentation"><a href="/"><img src="/favicon.svg" alt="" width="26" height="26">Homecoming</a><a href="/docs/guides">Guides</a><a href="/docs" aria-current="page">API reference</a><a href="/docs/errors">Errors</a><a href="/openapi.json">OpenAPI contract</a></nav>
<div id="reference"></div>
<script src="/docs/redoc.js"></script>
<script src="/docs/reference.js"></script>
</body>
</html>
`;

const responses = (color: string, backgroundColor: string) => ({ color, backgroundColor });

/** Redoc mixes its colours itself, so it takes no custom properties and no light-dark(). */
const darkTheme = {
  colors: {
    primary: { main: '#b6a9ff' },
    success: { main: '#7fd49b' },
    warning: { main: '#f0b866' },
    error: { main: '#ff9c94' },
    gray: { 50: '#201e26', 100: '#2a2831' },
    text: { primary: '#eceaf0', secondary: '#aba7b5' },
    border: { dark: '#4a4655', light: '#34313d' },
    responses: {
      success: responses('#8fdcaa', '#1c2f24'),
      error: responses('#ffaaa3', '#3a2124'),
      redirect: responses('#ffd27d', '#35291a'),
      info: responses('#a5cdff', '#1d2a3c'),
    },
  },
  schema: {
    linesColor: '#4a4655',
    typeNameColor: '#aba7b5',
    typeTitleColor: '#c9c5d3',
    requireLabelColor: '#ff9c94',
    nestedBackground: '#1d1b22',
    arrow: { color: '#aba7b5' },
  },
  typography: {
    code: { color: '#ffb3ab', backgroundColor: '#2a2831' },
    links: { color: '#b6a9ff', visited: '#b6a9ff', hover: '#d3cbff' },
  },
  sidebar: {
    backgroundColor: '#1b1a20',
    textColor: '#d8d5df',
    activeTextColor: '#b6a9ff',
    arrow: { color: '#aba7b5' },
  },
  rightPanel: { backgroundColor: '#1f1d25' },
  codeBlock: { backgroundColor: '#16151a' },
  fab: { backgroundColor: '#34313d', color: '#b6a9ff' },
};

const lightTheme = {
  colors: { primary: { main: '#4a3aa8' } },
  typography: { links: { color: '#4a3aa8', visited: '#4a3aa8', hover: '#6b5bd0' } },
};

/** Draws the reference in the scheme of the reader's system, and again when that changes. */
export const referenceScript = `
const dark = matchMedia('(prefers-color-scheme: dark)');
const themes = ${JSON.stringify({ light: lightTheme, dark: darkTheme })};
const draw = () => {
  const place = document.createElement('div');
  document.getElementById('reference').replaceChildren(place);
  Redoc.init(
    '/docs/reference.json',
    { hideDownloadButton: true, nativeScrollbars: true, theme: dark.matches ? themes.dark : themes.light },
    place,
  );
};
dark.addEventListener('change', draw);
draw();
`;
