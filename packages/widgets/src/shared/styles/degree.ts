import { css } from 'lit';

export const degreeStyles = css`
  .degree {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 0.7em;
  }

  .verified {
    color: var(--accent);
    font-size: 0.875em;
  }

  .verified .icon {
    margin-inline-end: 0.25em;
    color: inherit;
    vertical-align: -0.3em;
  }

  .degrees {
    display: grid;
    gap: 0.35em;
  }
`;
