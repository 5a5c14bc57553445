import type { SignInChoice } from '@homecoming/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { submitView } from '../../shared/views/submit';
import { sentText } from '../announcement';
import type { SignInState, Step } from '../sign-in-state';
import type { SignInStrings } from '../strings';
import { fieldView } from './fields';

export interface FormEvents {
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly onCodeInput: (event: Event) => void;
  readonly onTogglePassword: (event: Event) => void;
  readonly onStep: (step: Step) => void;
  readonly onResend: () => void;
  readonly onProvider: (provider: SignInChoice) => void;
}

/** The e-mail address, to which a code goes; and who else vouches for the institution's people. */
export function emailView(
  texts: SignInStrings,
  state: SignInState,
  providers: readonly SignInChoice[],
  events: FormEvents,
): TemplateResult {
  return html`
    ${providersView(texts, state, providers, events)}
    <form class="form" part="form" novalidate @submit=${events.onSubmit}>
      ${addressView(texts, state, texts.emailHelp)}
      ${submitView(texts.sendCode, texts.sendingCode, state.busy)}
      ${linkView(texts.withPassword, () => events.onStep('password'))}
    </form>
  `;
}

function providersView(
  texts: SignInStrings,
  { busy }: SignInState,
  providers: readonly SignInChoice[],
  { onProvider }: FormEvents,
): TemplateResult | typeof nothing {
  if (!providers.length) return nothing;
  return html`
    <ul class="providers">
      ${providers.map(
        (provider) => html`
          <li>
            <button
              class="button"
              part="button provider"
              type="button"
              aria-disabled=${busy ? 'true' : 'false'}
              @click=${() => onProvider(provider)}
            >
              ${texts.withProvider(provider.name)}
            </button>
          </li>
        `,
      )}
    </ul>
    <p class="or">${texts.or}</p>
  `;
}

/** The code that was mailed. */
export function codeView(
  texts: SignInStrings,
  state: SignInState,
  resendInSeconds: number,
  events: FormEvents,
): TemplateResult {
  const { busy, link } = state;
  const isLong = state.codeLength > 6;
  return html`
    <form class="form" part="form" novalidate @submit=${events.onSubmit}>
      <p class="sent">${sentText(texts, state)}</p>
      ${fieldView(texts, state, {
        name: 'code',
        type: 'text',
        label: isLong ? texts.longCodeLabel : texts.codeLabel,
        help: isLong ? texts.longCodeHelp : texts.codeHelp,
        value: '',
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        onInput: events.onCodeInput,
      })}
      ${submitView(texts.signIn, texts.signingIn, busy)}
      <div class="links">
        ${link === undefined ? resendView(texts, resendInSeconds, events) : nothing}
        ${linkView(texts.otherAddress, () => events.onStep('email'))}
        ${linkView(texts.withPassword, () => events.onStep('password'))}
      </div>
    </form>
  `;
}

function resendView(texts: SignInStrings, resendInSeconds: number, events: FormEvents): TemplateResult {
  return html`
    <button
      class="text-button"
      part="resend"
      type="button"
      aria-disabled=${resendInSeconds > 0 ? 'true' : 'false'}
      @click=${events.onResend}
    >
      ${resendInSeconds > 0 ? texts.resendIn(resendInSeconds) : texts.resend}
    </button>
  `;
}

/** Address and password together, as password managers expect them. */
export function passwordView(
  texts: SignInStrings,
  state: SignInState,
  isShown: boolean,
  events: FormEvents,
): TemplateResult {
  return html`
    <form class="form" part="form" novalidate @submit=${events.onSubmit}>
      ${addressView(texts, state)}
      ${fieldView(texts, state, {
        name: 'password',
        type: isShown ? 'text' : 'password',
        label: texts.password,
        value: '',
        autocomplete: 'current-password',
      })}
      <label class="show-password">
        <input type="checkbox" .checked=${isShown} @change=${events.onTogglePassword} />
        ${texts.showPassword}
      </label>
      ${submitView(texts.signIn, texts.signingIn, state.busy)}
      <p class="fine-print">${texts.forgotten}</p>
      ${linkView(texts.withCode, () => events.onStep('email'))}
    </form>
  `;
}

function addressView(texts: SignInStrings, state: SignInState, help?: string): TemplateResult {
  return fieldView(texts, state, {
    name: 'email',
    type: 'email',
    label: texts.email,
    ...(help !== undefined && { help }),
    value: state.email,
    autocomplete: 'username',
    inputmode: 'email',
  });
}

function linkView(label: string, onClick: () => void): TemplateResult {
  return html`<button class="text-button" part="link" type="button" @click=${onClick}>${label}</button>`;
}
