import { css } from 'lit';

export const claimStyles = css`
  .claim {
    max-inline-size: 34em;
    margin-block-end: 1.35em;
  }

  .stated {
    gap: 0.6em;
    border: 0;
  }

  .stated .facts-of-page {
    margin: 0;
    padding: 0;
    border: 0;
  }

  .stated dt {
    flex-basis: 17em;
  }

  blockquote {
    margin: 0.4em 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--border);
    white-space: pre-line;
  }
`;
