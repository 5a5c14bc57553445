import { css } from 'lit';

export const formStyles = css`
  .widget {
    --fault: light-dark(#b3261e, #ff9c94);
  }

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

  .form-field :is(input, textarea) {
    inline-size: 100%;
    min-block-size: 2.9em;
    padding: 0.4em 0.8em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    /* Smaller text makes iOS zoom into the page. */
    font-size: max(1em, 16px);
  }

  .form-field :is(input, textarea):focus-visible {
    border-color: var(--accent);
    outline-offset: 0;
  }

  .form-field :is(input, textarea)[aria-invalid='true'] {
    border-color: var(--fault);
    border-width: 2px;
  }

  .fault {
    color: var(--fault);
    font-weight: 550;
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
`;
