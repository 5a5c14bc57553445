import { css } from 'lit';

export const narrowedStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
    margin-block-end: 0.75em;
  }

  .chips .text-button {
    padding-inline: 0.4em;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    min-block-size: 28px;
    max-inline-size: 100%;
    padding: 0.15em 0.4em 0.15em 0.75em;
    border: 1px solid color-mix(in srgb, var(--accent) 45%, var(--surface));
    border-radius: 999px;
    background: var(--tint);
    font-size: 0.9375em;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .chip:dir(rtl) {
    padding: 0.15em 0.75em 0.15em 0.4em;
  }

  .chip .icon {
    inline-size: 1em;
    block-size: 1em;
    color: var(--muted);
  }

  .chip:hover .icon {
    color: var(--text);
  }

  .corrections {
    margin-block-end: 0.75em;
    padding: 0.6em 0.9em;
    border-radius: var(--radius);
    background: var(--tint);
    font-size: 0.9375em;
  }
`;
