import { css } from 'lit';

export const profileCardStyles = css`
  .card {
    display: grid;
    gap: 1em;
    overflow-wrap: anywhere;
  }

  .card-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.9em 1.2em;
  }

  .card-names {
    flex: 1 1 12em;
    min-inline-size: 0;
  }

  .card-name {
    margin: 0;
    font: inherit;
    font-size: 1.375em;
    font-weight: 650;
    line-height: 1.25;
  }

  .card-facts {
    display: grid;
    gap: 0.4em;
  }

  .card-facts:empty {
    display: none;
  }

  .card-facts li {
    display: flex;
    gap: 0.6em;
  }

  .card-facts .icon {
    margin-block-start: 0.1em;
    color: var(--muted);
  }

  .bio {
    max-inline-size: 44em;
    white-space: pre-line;
  }

  .skills,
  .card-links {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }

  .skills li {
    padding: 0.1em 0.7em;
    border: 1px solid var(--border);
    border-radius: 1em;
  }

  .card-links {
    gap: 0.4em 1.2em;
  }
`;
