import { css } from 'lit';

/** One column; from 44em of the element's own width on, the filters stand beside the people. */
export const layoutStyles = css`
  .layout {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em 2.5em;
    margin-block-start: 1em;
  }

  /* The button of the filters and the order share a row, however narrow. */
  .toolbar {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0.6em 0.75em;
    min-block-size: 2.4em;
  }

  .bare > .toolbar {
    grid-template-columns: minmax(0, 1fr);
  }

  .total {
    grid-column: 1 / -1;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .view {
    margin-inline-start: 0.4em;
    color: var(--muted);
    font-weight: 400;
  }

  .sort {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-self: end;
    gap: 0.5em;
    max-inline-size: 100%;
    color: var(--muted);
  }

  .sort span {
    flex: none;
    font-size: 0.9375em;
  }

  /* Beside the button of the filters there is room for the list only; its label is still read out. */
  @container hc-widget (inline-size < 30em) {
    .layout:not(.bare) .sort span {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  .sort select {
    min-block-size: 2.4em;
    min-inline-size: 0;
    max-inline-size: 100%;
    text-overflow: ellipsis;
    padding-block: 0.3em;
    padding-inline: 0.75em 2em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    appearance: none;
    cursor: pointer;
  }

  .sort .icon {
    position: absolute;
    inset-inline-end: 0.6em;
    pointer-events: none;
  }

  .main {
    position: relative;
    min-inline-size: 0;
  }

  .filters-toggler .icon:last-child {
    transition: transform 0.15s;
  }

  .filters-toggler[aria-expanded='true'] .icon:last-child {
    transform: rotate(180deg);
  }

  .filters:not(.open) {
    display: none;
  }

  .filters {
    padding: 1em;
    border: 1px solid var(--border);
    border-radius: var(--radius);
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
    margin-block-end: 0.75em;
  }

  .chips .text-button {
    padding-inline: 0.4em;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    min-block-size: 28px;
    max-inline-size: 100%;
    padding: 0.15em 0.4em 0.15em 0.75em;
    border: 1px solid color-mix(in srgb, var(--accent) 45%, var(--surface));
    border-radius: 999px;
    background: var(--tint);
    font-size: 0.9375em;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .chip:dir(rtl) {
    padding: 0.15em 0.75em 0.15em 0.4em;
  }

  .chip .icon {
    inline-size: 1em;
    block-size: 1em;
    color: var(--muted);
  }

  .chip:hover .icon {
    color: var(--text);
  }

  /* Old results stay in sight, a shade lighter but readable, while new ones are on their way. */
  .main[aria-busy='true'] .people:not(.skeleton),
  .main[aria-busy='true'] mark {
    color: var(--muted);
  }

  .main[aria-busy='true'] .avatar img {
    opacity: 0.6;
  }

  .people {
    transition: color 0.15s 0.1s;
  }

  .progress {
    position: absolute;
    inset-inline: 0;
    inset-block-start: -0.4em;
    block-size: 2px;
    overflow: hidden;
    border-radius: 1px;
    opacity: 0;
    transition: opacity 0.15s 0.1s;
  }

  .main[aria-busy='true'] .progress {
    opacity: 1;
  }

  .progress::before {
    content: '';
    display: block;
    inline-size: 35%;
    block-size: 100%;
    background: var(--accent);
  }

  .main[aria-busy='true'] .progress::before {
    animation: hc-run 1.1s infinite ease-in-out;
  }

  @keyframes hc-run {
    from {
      translate: -100%;
    }
    to {
      translate: 290%;
    }
  }

  @container hc-widget (inline-size >= 30em) {
    .layout > .toolbar {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }

    .total {
      grid-column: auto;
    }
  }

  @container hc-widget (inline-size >= 44em) {
    .layout:not(.bare) {
      grid-template-columns: minmax(12.5em, 15.5em) minmax(0, 1fr);
      grid-template-rows: auto 1fr;
      margin-block-start: 1.25em;
    }

    .layout:not(.bare) > .toolbar,
    .layout:not(.bare) > .main {
      grid-column: 2;
    }

    .filters,
    .filters:not(.open) {
      display: block;
      grid-row: 1 / span 2;
      grid-column: 1;
      padding: 0;
      border: 0;
    }

    .filters-toggler {
      display: none;
    }
  }
`;
