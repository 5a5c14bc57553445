import { css } from 'lit';

export const cardStyles = css`
  .dialog {
    inline-size: min(36em, 100% - 2em);
    max-block-size: min(44em, 100% - 2em);
    padding: 0;
    border: 1px solid var(--border);
    border-radius: calc(var(--radius) * 1.5);
    background: var(--surface);
    color: var(--text);
    overscroll-behavior: contain;
    box-shadow: 0 24px 64px -16px rgb(0 0 0 / 40%);
  }

  .dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }

  .dialog-body {
    position: relative;
    padding: 1.5em;
  }

  .close {
    position: absolute;
    inset-block-start: 0.75em;
    inset-inline-end: 0.75em;
  }

  .dialog .card-head {
    padding-inline-end: 2em;
  }

  .dialog .avatar {
    inline-size: 5em;
    block-size: 5em;
  }

  .dialog .initials {
    font-size: 1.6em;
  }

  .card-bones {
    margin-block-start: 1.25em;
  }

  .dialog .notice {
    margin-block: 1.25em 0;
  }
`;
