import { css } from 'lit';

export const editorStyles = css`
  .place:focus {
    outline: 0;
  }

  .waiting {
    display: grid;
    place-items: center;
    min-block-size: 12em;
    color: var(--muted);
  }

  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .views {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-block-end: 1em;
  }

  .view {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    min-block-size: 2.4em;
    padding: 0.35em 0.85em;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 550;
    cursor: pointer;
  }

  .view:hover {
    background: var(--hover);
  }

  .view:has(:checked) {
    border-color: var(--accent);
    background: var(--tint);
    color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .view:has(:focus-visible),
  .file:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .section {
    display: grid;
    gap: 1.1em;
    padding-block: 1.35em;
    border-block-start: 1px solid var(--border);
  }

  .section-title {
    margin: 0;
    font: inherit;
    font-size: 1.125em;
    font-weight: 650;
    text-wrap: balance;
  }

  .label {
    margin: 0;
    padding: 0;
    font: inherit;
    font-weight: 550;
  }

  legend.label {
    margin-block-end: 0.35em;
  }

  .hint {
    color: var(--muted);
    font-weight: 400;
  }

  .row {
    display: grid;
    gap: 0.4em 1.25em;
  }

  .row .form-field {
    align-content: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* As wide as what is usually entered. */
  .form-field > :is(#industry, #city, #country, #externalId) {
    max-inline-size: 20em;
  }

  .form-field > :is(#batchYear, #birthDate) {
    max-inline-size: 11em;
  }

  /* Addresses have no spaces to break at. */
  p,
  dd,
  label,
  blockquote {
    overflow-wrap: anywhere;
  }

  .form-field textarea {
    resize: vertical;
    line-height: inherit;
  }

  .audience {
    display: flex;
    align-items: center;
    gap: 0.45em;
    color: var(--muted);
  }

  .audience-icon {
    display: grid;
  }

  .audience .select {
    flex: 1;
  }

  .audience-help {
    margin-block-start: 0.35em;
  }

  @container hc-widget (inline-size >= 42em) {
    .row {
      grid-template-columns: minmax(0, 32em) 19em;
      column-gap: 1.75em;
    }

    /* Beside the field, below the label. */
    .row .audience {
      margin-block-start: 1.8em;
      min-block-size: 2.9em;
    }
  }

  .photo-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.8em 1.2em;
  }

  .photo-actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 1em;
  }

  .portrait {
    position: relative;
    flex: none;
    inline-size: 6em;
    block-size: 6em;
    overflow: hidden;
    border-radius: 50%;
    background: var(--tint);
    color: var(--accent);
  }

  .portrait > * {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .initials {
    display: grid;
    place-items: center;
    font-size: 1.75em;
    font-weight: 600;
  }

  .file {
    position: relative;
  }

  .links {
    justify-items: start;
  }

  .link-row {
    display: grid;
    gap: 0.5em;
    inline-size: 100%;
    padding-block-end: 0.9em;
  }

  .link-row .form-field label {
    font-weight: 400;
  }

  .icon-button {
    justify-self: start;
    inline-size: 2.9em;
    padding: 0;
  }

  @container hc-widget (inline-size >= 34em) {
    .link-row {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto;
      align-items: start;
    }

    /* In line with the fields, below their labels. */
    .icon-button {
      min-block-size: 2.9em;
      margin-block-start: 1.8em;
    }
  }

  .bar {
    padding-block: 0.8em;
    border-block-start: 1px solid var(--border);
    background: var(--surface);
  }

  /* What is not saved stays in sight, where there is room for it. */
  @media (min-height: 30em) {
    .bar.edited {
      position: sticky;
      inset-block-end: 0;
      z-index: 1;
    }

    /* The bar must not hide what has the focus (WCAG 2.4.11). */
    .editor :is(input, textarea, select, button) {
      scroll-margin-block: 6em;
    }

    .editor:has(.bar .notice) :is(input, textarea, select, button) {
      scroll-margin-block: 14em;
    }
  }

  .bar-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 1.1em;
  }

  a.button {
    color: inherit;
    text-decoration: none;
  }
`;
