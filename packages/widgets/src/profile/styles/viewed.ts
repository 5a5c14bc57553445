import { css } from 'lit';

export const viewedStyles = css`
  .card {
    margin-block-start: 0.8em;
    padding: 1.25em;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }
`;
