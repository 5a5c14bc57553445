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
    display: inline-flex;
    align-items: center;
    justify-self: end;
    gap: 0.5em;
    max-inline-size: 100%;
    color: var(--muted);
  }

  .sort > span:not(.select) {
    flex: none;
    font-size: 0.9375em;
  }

  /* Beside the button of the filters there is room for the list only; its label is still read out. */
  @container hc-widget (inline-size < 30em) {
    .layout:not(.bare) .sort > span:not(.select) {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  .main {
    position: relative;
    min-inline-size: 0;
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

  /* Old results stay in sight, a shade lighter but readable, while new ones are on their way. */
  .main[aria-busy='true'] .people:not(.skeleton),
  .main[aria-busy='true'] mark {
    color: var(--muted);
  }

  .main[aria-busy='true'] .avatar img {
    opacity: 0.6;
  }

  .progress {
    position: absolute;
    inset-inline: 0;
    inset-block-start: -0.4em;
    block-size: 2px;
    border-radius: 1px;
    background: var(--accent);
    opacity: 0;
  }

  .main[aria-busy='true'] .progress {
    opacity: 0.4;
    animation: hc-wait 0.7s 0.1s infinite alternate ease-in-out;
  }

  @keyframes hc-wait {
    to {
      opacity: 1;
    }
  }

  @container hc-widget (inline-size >= 30em) {
    .layout > .toolbar {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }

    .bare > .toolbar {
      grid-template-columns: minmax(0, 1fr) auto;
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

    .layout:not(.bare) > .toolbar {
      grid-template-columns: minmax(0, 1fr) auto;
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
