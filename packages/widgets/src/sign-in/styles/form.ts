import { css } from 'lit';

export const formStyles = css`
  .form {
    display: grid;
    justify-items: start;
    gap: 0.85em;
    max-inline-size: 26em;
    margin: 0;
  }

  .form-field {
    display: grid;
    gap: 0.35em;
    inline-size: 100%;
  }

  .form-field label {
    font-weight: 550;
  }

  .form-field input {
    inline-size: 100%;
    min-block-size: 2.9em;
    padding: 0.4em 0.8em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    /* Smaller text makes iOS zoom into the page. */
    font-size: max(1em, 16px);
  }

  .form-field input:focus-visible {
    border-color: var(--accent);
    outline-offset: 0;
  }

  .form-field input[aria-invalid='true'] {
    border-color: var(--fault);
    border-width: 2px;
  }

  .form-field .code {
    max-inline-size: 11em;
    font-size: 1.4em;
    letter-spacing: 0.28em;
    font-variant-numeric: tabular-nums;
  }

  .fault {
    color: var(--fault);
    font-weight: 550;
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

  .primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--surface);
  }

  .primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--text));
  }

  .primary[aria-disabled='true'] {
    border-color: var(--control);
    background: var(--hover);
    color: var(--muted);
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
`;
