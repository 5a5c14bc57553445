import { css } from 'lit';

export const facetStyles = css`
  .facet {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .facet + .facet {
    margin-block-start: 1.1em;
    padding-block-start: 1.1em;
    border-block-start: 1px solid var(--border);
  }

  .facet > legend {
    float: inline-start;
    inline-size: 100%;
    margin-block-end: 0.4em;
    padding: 0;
    font-size: 0.9375em;
    font-weight: 600;
  }

  .facet > legend + * {
    clear: both;
  }

  .choice {
    display: flex;
    align-items: baseline;
    gap: 0.6em;
    min-block-size: 28px;
    padding: 0.16em 0.4em;
    margin-inline: -0.4em;
    border-radius: calc(var(--radius) * 0.6);
    font-size: 0.9375em;
    cursor: pointer;
  }

  .choice:hover {
    background: var(--hover);
  }

  .choice input {
    flex: none;
    inline-size: 1.05em;
    block-size: 1.05em;
    margin: 0;
    accent-color: var(--accent);
    translate: 0 0.14em;
    cursor: inherit;
  }

  .choice-value {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .choice:has(:checked) .choice-value {
    font-weight: 550;
  }

  .facet .text-button {
    margin-block-start: 0.15em;
    font-size: 0.9375em;
  }

  .chart {
    display: block;
    inline-size: 100%;
    block-size: 2.6em;
    margin-block-end: 0.6em;
    cursor: pointer;
  }

  /* Years run as the fields under them do. */
  .chart:dir(rtl) {
    scale: -1 1;
  }

  .bar {
    fill: color-mix(in srgb, var(--accent) 55%, var(--surface));
  }

  .bar.out {
    fill: var(--border);
  }

  .chart:hover .bar:hover {
    fill: var(--accent);
  }

  .year-fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.75em;
    max-inline-size: 22em;
  }

  .year-fields span {
    display: block;
    margin-block-end: 0.15em;
    color: var(--muted);
    font-size: 0.875em;
  }

  .year-fields input {
    inline-size: 100%;
    min-block-size: 2.25em;
    padding: 0.3em 0.6em;
    border: 1px solid var(--control);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    font-variant-numeric: tabular-nums;
  }

  .year-hint {
    display: none;
    margin-block-start: 0.4em;
    font-size: 0.875em;
  }

  .years:has([aria-invalid='true']) .year-hint {
    display: block;
    color: light-dark(#a8261b, #ff9b90);
  }

  .year-fields [aria-invalid='true'] {
    border-color: light-dark(#c5372a, #ff8a7d);
  }

  @media (forced-colors: active) {
    .bar {
      fill: CanvasText;
    }

    .bar.out {
      fill: GrayText;
    }
  }
`;
