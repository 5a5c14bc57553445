import { css } from 'lit';

export const stepStyles = css`
  .form-field .code {
    max-inline-size: 11em;
    font-size: 1.4em;
    letter-spacing: 0.28em;
    font-variant-numeric: tabular-nums;
  }

  .sent {
    overflow-wrap: anywhere;
  }

  .show-password {
    display: flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 26px;
  }

  .show-password input {
    inline-size: 1.15em;
    block-size: 1.15em;
    margin: 0;
    accent-color: var(--accent);
  }

  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2em 1.4em;
  }

  .text-button[aria-disabled='true'] {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
    text-decoration: none;
  }

  .left {
    margin-block-end: 0.85em;
  }

  .providers {
    display: grid;
    gap: 0.6em;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .providers .button {
    inline-size: 100%;
    max-inline-size: 26em;
    white-space: normal;
  }

  .or {
    margin-block: 0.85em;
    color: var(--muted);
  }
`;
