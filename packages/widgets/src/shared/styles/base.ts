import { css } from 'lit';

/**
 * The element's own colours are derived from the few that a page may set. Both schemes come from `light-dark()`, so the
 * page's `color-scheme` decides unless `theme` does; nothing has to know which one is on.
 */
export const baseStyles = css`
  :host {
    display: block;
    flex-grow: 1;
    /* Contained, the element has no width of its own: in a flexible row it would vanish. */
    min-inline-size: min(100%, 15rem);
    container: hc-widget / inline-size;
    /* How a page sets its own text is not made for fields and lists; only font, size, weight and colour come in. */
    font-style: normal;
    letter-spacing: normal;
    line-height: 1.45;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  .widget {
    --accent: var(--hc-accent, light-dark(#1c5bb8, #8fb8ff));
    --surface: var(--hc-surface, light-dark(#ffffff, #1a1c20));
    --text: var(--hc-text, light-dark(#1b1e23, #eceef1));
    --muted: var(--hc-muted, light-dark(#59616d, #a9b1bd));
    --border: var(--hc-border, light-dark(#e1e4e9, #353a42));
    --radius: var(--hc-radius, 8px);
    /* The frame of a control must stand out by 3:1 (WCAG 1.4.11). */
    --control: color-mix(in srgb, var(--muted) 82%, var(--surface));
    --tint: color-mix(in srgb, var(--accent) 10%, var(--surface));
    --hover: color-mix(in srgb, var(--text) 6%, var(--surface));
    color: var(--text);
    font-family: var(--hc-font, inherit);
  }

  /* A scheme that the page has not is shown on a ground of its own. */
  :host([theme='light']) .widget,
  :host([theme='dark']) .widget {
    padding: 1.25em;
    border-radius: var(--radius);
    background: var(--surface);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  /*
   * A sentence, also a typed one, runs in the direction of its own words, whichever way the page runs: English on a page in Arabic
   * keeps its full stop at its end. It stands where the page's lines begin. Lines of separate pieces run as the page does.
   */
  :where(p:not(.total, .work, .facts, .why, .corrections), dt, legend, label, select, input, textarea),
  ::placeholder {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  ul {
    list-style: none;
  }

  .heading {
    margin: 0 0 0.6em;
    font: inherit;
    font-size: 1.4em;
    font-weight: 650;
    line-height: 1.25;
    text-wrap: balance;
  }

  a {
    color: inherit;
    text-decoration-line: underline;
    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
    text-underline-offset: 0.18em;
  }

  a:hover {
    color: var(--accent);
    text-decoration-color: currentcolor;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.45em;
    min-block-size: 2.4em;
    padding: 0.35em 0.95em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 550;
    cursor: pointer;
  }

  .text-button {
    min-block-size: 26px;
    padding: 0.15em 0;
    border: 0;
    background: none;
    color: var(--accent);
    cursor: pointer;
  }

  .text-button:hover {
    text-decoration: underline;
    text-underline-offset: 0.18em;
  }

  .button:hover {
    background: var(--hover);
  }

  [aria-disabled='true'] {
    color: var(--muted);
    cursor: default;
  }

  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  .fine-print {
    color: var(--muted);
    font-size: 0.875em;
    text-wrap: pretty;
  }

  .count {
    margin-inline-start: auto;
    color: var(--muted);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
