import { css } from 'lit';

export const peopleStyles = css`
  .person {
    display: flex;
    gap: 0.95em;
    padding-block: 0.85em;
    border-block-end: 1px solid var(--border);
    scroll-margin-block: 1em;
  }

  .person:first-child {
    padding-block-start: 0.35em;
  }

  .person:last-child {
    border-block-end: 0;
  }

  .avatar {
    position: relative;
    flex: none;
    inline-size: 2.75em;
    block-size: 2.75em;
    overflow: hidden;
    border-radius: 50%;
  }

  .avatar > * {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  .avatar img {
    object-fit: cover;
  }

  .initials {
    display: grid;
    place-items: center;
    font-size: 0.9375em;
    font-weight: 600;
    letter-spacing: 0.02em;
  }

  .tint-0 {
    background: light-dark(#dfe9f8, #26364f);
    color: light-dark(#23477c, #bfd6fb);
  }
  .tint-1 {
    background: light-dark(#dff0e6, #1f3c2d);
    color: light-dark(#1e5638, #b3e3c8);
  }
  .tint-2 {
    background: light-dark(#f7e8da, #46321d);
    color: light-dark(#74431a, #f3cfa6);
  }
  .tint-3 {
    background: light-dark(#eee4f6, #3a2c4b);
    color: light-dark(#583682, #dcc6f5);
  }
  .tint-4 {
    background: light-dark(#f8e2e4, #4a2a2f);
    color: light-dark(#862f3b, #f6c3c9);
  }
  .tint-5 {
    background: light-dark(#dceef0, #1d3a3f);
    color: light-dark(#1a525b, #b0e0e7);
  }

  .person-text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .name {
    font-weight: 600;
    font-size: 1.0625em;
    line-height: 1.35;
  }

  .name-button {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    background: none;
    font-weight: inherit;
    text-align: start;
    cursor: pointer;
  }

  .name-button:hover {
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.18em;
  }

  .work,
  .facts,
  .why {
    font-size: 0.9375em;
  }

  .facts,
  .why {
    color: var(--muted);
  }

  .piece {
    display: inline-block;
    max-inline-size: 100%;
  }

  .piece:not(:last-child)::after {
    content: ' · ' / '';
    white-space: pre;
  }

  mark {
    border-radius: 0.2em;
    background: color-mix(in srgb, var(--accent) 17%, transparent);
    color: inherit;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }

  .bone {
    display: block;
    inline-size: min(60%, 20em);
    block-size: 0.8em;
    margin-block: 0.35em;
    border-radius: 0.4em;
  }

  .name-bone {
    inline-size: min(40%, 12em);
    block-size: 1em;
  }

  .short-bone {
    inline-size: min(48%, 15em);
  }

  /* As high as a name and two lines below it. */
  .skeleton .person-text {
    block-size: 4.16em;
  }

  .total:empty::before {
    content: '';
    display: inline-block;
    inline-size: 7em;
    block-size: 0.8em;
    border-radius: 0.4em;
  }

  .skeleton .avatar,
  .total:empty::before,
  .bone {
    background: color-mix(in srgb, var(--muted) 20%, var(--surface));
    animation: hc-breathe 1.4s infinite alternate ease-in-out;
  }

  @keyframes hc-breathe {
    to {
      opacity: 0.45;
    }
  }

  .more {
    display: flex;
    inline-size: 100%;
    margin-block-start: 0.9em;
  }

  .end {
    margin-block-start: 0.75em;
    text-align: center;
  }

  @media (forced-colors: active) {
    /* Without a ground of their own, their forced colour would be that of the page's ground. */
    mark {
      background: Mark;
    }

    .avatar {
      border: 1px solid CanvasText;
    }

    .person:focus-visible {
      outline-color: Highlight;
    }
  }
`;
