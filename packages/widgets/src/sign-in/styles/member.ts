import { css } from 'lit';

export const memberStyles = css`
  .member {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6em 0.9em;
    padding: 0.9em 1em;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .member .notice-icon {
    margin: 0;
  }

  .face {
    position: relative;
    overflow: hidden;
  }

  .face img {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .who {
    flex: 1 1 11em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* Read out when it gets the focus; there is nothing to do with it. */
  .who:focus {
    outline: 0;
  }

  .name {
    font-weight: 600;
  }

  .unverified {
    flex-basis: 100%;
  }

  .waiting {
    min-block-size: 4em;
  }
`;
