import { css } from 'lit';

export const searchBoxStyles = css`
  .search-box {
    position: relative;
    margin: 0;
  }

  .field {
    display: flex;
    align-items: center;
    gap: 0.55em;
    min-block-size: 3em;
    padding-inline: 0.9em 0.4em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    transition:
      border-color 0.12s,
      box-shadow 0.12s;
  }

  .field > .icon {
    color: var(--muted);
  }

  /* The frame shows the focus for the text in it. */
  .field:has(input:focus-visible) {
    border-color: var(--accent);
    box-shadow:
      0 0 0 1px var(--accent),
      0 0 0 4px color-mix(in srgb, var(--accent) 18%, transparent);
  }

  .field input {
    flex: 1;
    min-inline-size: 0;
    align-self: stretch;
    padding: 0;
    border: 0;
    background: none;
    outline: 0;
    /* Smaller text makes iOS zoom into the page. */
    font-size: max(1em, 16px);
  }

  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }

  .icon-button {
    display: grid;
    place-items: center;
    inline-size: 2.1em;
    block-size: 2.1em;
    min-inline-size: 24px;
    min-block-size: 24px;
    padding: 0;
    border: 0;
    border-radius: calc(var(--radius) * 0.75);
    background: none;
    color: var(--muted);
    cursor: pointer;
  }

  .icon-button:hover {
    background: var(--hover);
    color: var(--text);
  }

  .suggestions {
    position: absolute;
    z-index: 2;
    inset-inline: 0;
    inset-block-start: calc(100% + 6px);
    max-block-size: min(24em, 60vh);
    padding: 0.35em;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow:
      0 1px 2px rgb(0 0 0 / 8%),
      0 12px 32px -8px rgb(0 0 0 / 26%);
  }

  .suggestion {
    display: flex;
    align-items: center;
    gap: 0.7em;
    min-block-size: 2.5em;
    padding: 0.3em 0.6em;
    border-radius: calc(var(--radius) * 0.7);
    cursor: pointer;
  }

  .suggestion > .icon,
  .suggestion-kind {
    color: var(--muted);
  }

  .suggestion-value {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .suggestion-kind {
    flex: none;
    font-size: 0.875em;
  }

  .suggestion:hover {
    background: var(--hover);
  }

  .suggestion[aria-selected='true'] {
    background: var(--tint);
    /* Shape as well as colour, for forced colours and for who can't tell the tint. */
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }

  @media (forced-colors: active) {
    .field:has(input:focus-visible) {
      outline: 2px solid Highlight;
      outline-offset: 2px;
    }
  }
`;
