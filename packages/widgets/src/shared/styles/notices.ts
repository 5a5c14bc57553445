import { css } from 'lit';

export const noticeStyles = css`
  .notice {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 0.5em;
    padding: 2.75em 1.25em;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    text-align: center;
    overflow-wrap: anywhere;
  }

  .notice p:not(.notice-title) {
    max-inline-size: 34em;
    color: var(--muted);
    text-wrap: balance;
  }

  .notice-title {
    font-size: 1.0625em;
    font-weight: 600;
    text-wrap: balance;
  }

  .notice-icon {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.75em;
    block-size: 2.75em;
    margin-block-end: 0.25em;
    border-radius: 50%;
    background: var(--tint);
    color: var(--accent);
  }

  .notice .button {
    margin-block-start: 0.6em;
  }

  .notice.compact {
    flex-flow: row wrap;
    gap: 0.6em 0.9em;
    margin-block-end: 0.75em;
    padding: 0.75em 0.9em;
    text-align: start;
  }

  .compact > div {
    flex: 1 1 12em;
  }

  .compact .notice-title {
    font-size: 1em;
  }

  .compact .notice-icon {
    inline-size: 2.2em;
    block-size: 2.2em;
    margin: 0;
  }

  .notice.compact .button {
    margin: 0;
  }

  .facts-of-page {
    display: grid;
    gap: 0.35em;
    align-self: stretch;
    margin-block-start: 0.5em;
    padding-block-start: 0.9em;
    border-block-start: 1px solid var(--border);
    font-size: 0.9375em;
  }

  dt {
    color: var(--muted);
  }

  @container hc-widget (inline-size >= 30em) {
    .facts-of-page > div {
      display: flex;
    }

    dt {
      flex: 0 0 10em;
    }
  }
`;
