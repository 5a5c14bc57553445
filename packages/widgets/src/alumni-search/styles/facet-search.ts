import { css } from 'lit';

export const facetSearchStyles = css`
  .facet-search {
    inline-size: 100%;
    min-block-size: 2.25em;
    margin-block-end: 0.4em;
    padding: 0.3em 0.6em;
    border: 1px solid var(--control);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    font-size: 0.9375em;
  }
`;
