import { html, nothing, type TemplateResult } from 'lit';
import type { Fault } from '../problem';
import { type SignInState, triesLeft } from '../sign-in-state';
import type { SignInStrings } from '../strings';

export interface FieldOptions {
  readonly name: Fault['field'];
  readonly type: 'email' | 'text' | 'password';
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly autocomplete: AutoFill;
  readonly inputmode?: 'numeric' | 'email';
  readonly onInput?: (event: Event) => void;
}

/** A field with its label, its help and what is wrong with it. */
export function fieldView(texts: SignInStrings, state: SignInState, options: FieldOptions): TemplateResult {
  const { name, type, label, help, value, autocomplete, inputmode, onInput } = options;
  const fault = state.fault?.field === name ? faultText(texts, state, state.fault) : undefined;
  const described = [fault === undefined ? '' : `${name}-fault`, help === undefined ? '' : `${name}-help`];
  return html`
    <div class="form-field">
      <label for=${name} part="label">${label}</label>
      <input
        id=${name}
        name=${name}
        class=${name === 'code' ? 'code' : ''}
        part="input"
        type=${type}
        autocomplete=${autocomplete}
        inputmode=${inputmode ?? nothing}
        autocapitalize="none"
        spellcheck="false"
        enterkeyhint="go"
        maxlength=${name === 'code' ? '2000' : '256'}
        aria-required="true"
        aria-invalid=${fault === undefined ? 'false' : 'true'}
        aria-describedby=${described.filter(Boolean).join(' ') || nothing}
        .value=${value}
        @input=${onInput ?? nothing}
        @compositionend=${onInput ?? nothing}
      />
      ${fault === undefined ? nothing : html`<p id="${name}-fault" class="fault" part="fault" role="alert">${fault}</p>`}
      ${help === undefined ? nothing : html`<p id="${name}-help" class="fine-print">${help}</p>`}
    </div>
  `;
}

function faultText(texts: SignInStrings, state: SignInState, { kind }: Fault): string {
  return kind === 'wrongCode' ? texts.wrongCode(triesLeft(state)) : texts.faults[kind];
}
