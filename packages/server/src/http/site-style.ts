import { createHash } from 'node:crypto';

/** One style for the service's own pages: light and dark, narrow and wide, printed. */
export const siteStyle = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1c1b1f, #eceaf0); --soft: light-dark(#5d5a66, #aba7b5);
  --ground: light-dark(#fff, #16151a); --raised: light-dark(#f6f5f9, #201e26);
  --line: light-dark(#e3e0ea, #34313d); --accent: light-dark(#4a3aa8, #b6a9ff);
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .2rem }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .5rem }
header.site { border-bottom: 1px solid var(--line) }
header.site > div, .frame { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
header.site > div { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-block: .75rem }
.brand { display: flex; align-items: center; gap: .55rem; margin-right: auto; font-weight: 650; color: inherit; text-decoration: none }
.brand img { width: 1.6rem; height: 1.6rem }
header.site nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem }
header.site nav a, .side a { color: var(--soft); text-decoration: none }
header.site nav a:hover, .side a:hover { color: var(--accent); text-decoration: underline }
[aria-current=page] { color: var(--accent) !important; font-weight: 600 }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; letter-spacing: -.01em }
h1 { font-size: clamp(1.75rem, 1.4rem + 1.6vw, 2.4rem); margin: 0 0 1rem }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem } h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem }
p, ul, ol { margin: 0 0 1rem } ul, ol { padding-left: 1.35rem } li { margin: .2rem 0 }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
code { font-size: .9em; background: var(--raised); padding: .1em .3em; border-radius: .25rem }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1rem; overflow-x: auto; font-size: .875rem; line-height: 1.55; margin: 0 0 1rem }
pre code { background: none; padding: 0; font-size: inherit }
.table { overflow-x: auto; margin: 0 0 1.25rem }
table { border-collapse: collapse; font-size: .925rem; line-height: 1.45 }
th, td { text-align: left; vertical-align: top; padding: .5rem .9rem .5rem 0; border-bottom: 1px solid var(--line); min-width: 6rem }
td:last-child, th:last-child { padding-right: 0 } td code { overflow-wrap: normal }
blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft) }
.soft { color: var(--soft) }
.frame { padding-block: clamp(1.5rem, 4vw, 3rem) 4rem }
.text { max-width: 46rem }
.lead { font-size: 1.15rem; color: var(--soft); max-width: 40rem }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: .75rem; list-style: none; padding: 0; margin: 0 0 1rem }
.cards li { margin: 0 }
.cards a { display: block; height: 100%; padding: .85rem 1rem; border: 1px solid var(--line); border-radius: .6rem; text-decoration: none; color: inherit }
.cards a:hover { border-color: var(--accent) } .cards b { display: block; color: var(--accent) } .cards span { color: var(--soft); font-size: .925rem; line-height: 1.45; display: block }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0 0 1rem } .facts dt { color: var(--soft) } .facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere }
section.error { scroll-margin-top: 1rem } section.error h2 { font-size: 1.05rem; margin: 1.75rem 0 .25rem } section.error h3 { margin: 0 } section.error p { margin: 0 }
section:target { outline: 2px solid var(--accent); outline-offset: .6rem; border-radius: .25rem }
.side { display: none }
.side h2 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1.25rem 0 .3rem } .side ul { list-style: none; padding: 0; margin: 0 }
@media (min-width: 60rem) {
  .with-side { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 3rem }
  .with-side .side { display: block; font-size: .925rem }
  .with-side .side h2:first-child { margin-top: .4rem }
}
@media (max-width: 30rem) { .facts { grid-template-columns: 1fr; gap: 0 } .facts dd { margin-bottom: .6rem } }
@media print { header.site nav, .side { display: none } }
`;

/** These pages run no script and load nothing but the mark. */
export const sitePolicy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(siteStyle).digest('base64')}'; ` +
  "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
