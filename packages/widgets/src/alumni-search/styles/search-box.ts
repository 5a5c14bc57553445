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

  /* English in a page that runs from right to left: its end stays its end. */
  input:dir(rtl)::placeholder {
    unicode-bidi: plaintext;
    text-align: right;
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

  @media (forced-colors: active) {
    .field:has(input:focus-visible) {
      outline: 2px solid Highlight;
      outline-offset: 2px;
    }
  }
`;
