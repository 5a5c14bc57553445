import { css } from 'lit';

export const suggestionStyles = css`
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
  .suggestion-facts,
  .suggestion-group {
    color: var(--muted);
  }

  .suggestion-group {
    padding: 0.5em 0.6em 0.15em;
    font-size: 0.8125em;
    font-weight: 600;
  }

  .suggestion-text {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .suggestion mark {
    background: none;
    font-weight: 650;
  }

  .suggestion-facts {
    display: block;
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
    .suggestion mark {
      background: Mark;
    }
  }
`;
