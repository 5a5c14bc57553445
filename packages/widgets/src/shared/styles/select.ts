import { css } from 'lit';

/** One look for all lists of choices; the icon stands over the end of the list. */
export const selectStyles = css`
  .select {
    position: relative;
    display: inline-grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: center;
    min-inline-size: 0;
  }

  .select select {
    min-inline-size: 0;
    min-block-size: 2.4em;
    padding-block: 0.3em;
    padding-inline: 0.75em 2em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    text-overflow: ellipsis;
    appearance: none;
    cursor: pointer;
  }

  .select .icon {
    position: absolute;
    inset-inline-end: 0.6em;
    color: var(--muted);
    pointer-events: none;
  }
`;
