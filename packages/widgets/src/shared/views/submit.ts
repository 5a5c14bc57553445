import { html, type TemplateResult } from 'lit';

/** The button that sends a form. It stays where it is while the service is asked: a disabled one would lose the focus. */
export function submitView(label: string, busyLabel: string, busy: boolean, canSend = !busy): TemplateResult {
  return html`<button
    class="button primary"
    part="button submit"
    type="submit"
    aria-disabled=${canSend ? 'false' : 'true'}
  >
    ${busy ? busyLabel : label}
  </button>`;
}
