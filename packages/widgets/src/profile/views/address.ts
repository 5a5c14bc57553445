import { html, nothing, type TemplateResult } from 'lit';
import { headingView } from '../../shared/views/heading';
import { submitView } from '../../shared/views/submit';
import { type AddressField, addressFields, type AddressState } from '../address-state';
import type { ProfileStrings } from '../strings';
import { type FieldOptions, fieldView } from './fields';
import { problemView } from './notices';

export interface AddressEvents {
  readonly onChangeAddress: () => void;
  readonly onAddressField: (field: AddressField, text: string) => void;
  readonly onAddress: (event: SubmitEvent) => void;
  readonly onSendAgain: () => void;
  readonly onKeepAddress: () => void;
}

/** The address that the member signs in with, and another one in its place. */
export function addressView(
  texts: ProfileStrings,
  state: AddressState,
  email: string,
  events: AddressEvents,
  level: number,
): TemplateResult {
  const { title, help } = texts.address;
  return html`
    <section class="section address" part="section">
      ${headingView(level, 'section-title', title)}
      <div>
        <p><bdi>${email}</bdi></p>
        <p class="fine-print">${help}</p>
      </div>
      ${state.step === 'shown' ? shownView(texts, state, events) : stepsView(texts, state, email, events)}
    </section>
  `;
}

function shownView(
  texts: ProfileStrings,
  { isChanged }: AddressState,
  events: AddressEvents,
): TemplateResult {
  return html`
    <div class="bar-line">
      <button id="change-address" class="button" part="button" type="button" @click=${events.onChangeAddress}>
        ${texts.address.change}
      </button>
      ${isChanged ? html`<p class="fine-print">${texts.address.changed}</p>` : nothing}
    </div>
  `;
}

const kinds: Readonly<Record<AddressField, Partial<FieldOptions>>> = {
  newEmail: { type: 'email', inputmode: 'email', autocomplete: 'email', maxLength: 256 },
  proof: { inputmode: 'numeric', autocomplete: 'one-time-code', maxLength: 2_000 },
  // Two at once: a device would fill in one for the other.
  oldCode: { inputmode: 'numeric', autocomplete: 'off', maxLength: 2_000 },
  newCode: { inputmode: 'numeric', autocomplete: 'off', maxLength: 2_000 },
};

function stepsView(
  texts: ProfileStrings,
  state: AddressState,
  email: string,
  events: AddressEvents,
): TemplateResult {
  const { step, typed, isBusy, problem } = state;
  const { address } = texts;
  const labels: Readonly<Record<AddressField, string>> = {
    newEmail: address.newEmail,
    proof: address.proof,
    oldCode: address.codeOf(email),
    newCode: address.codeOf(typed.newEmail.trim()),
  };
  return html`
    <form class="form" part="form" novalidate @submit=${events.onAddress}>
      ${
        step === 'asking'
          ? nothing
          : html`<p>${step === 'proving' ? address.proofSent(email) : address.codesSent}</p>`
      }
      ${addressFields[step].map((field) =>
        fieldView(texts, state, {
          name: field,
          label: labels[field],
          value: typed[field],
          onInput: (text) => events.onAddressField(field, text),
          help: field === 'newEmail' ? address.newEmailHelp : undefined,
          required: true,
          ...kinds[field],
        }),
      )}
      ${problem ? problemView(texts, problem) : nothing}
      <div class="bar-line">
        ${submitView(step === 'asking' ? address.send : address.confirm, texts.claiming, isBusy)}
        ${
          step === 'confirming'
            ? html`<button class="text-button" part="link" type="button" @click=${events.onSendAgain}>
                ${address.sendAgain}
              </button>`
            : nothing
        }
        <button class="text-button" part="link" type="button" @click=${events.onKeepAddress}>
          ${texts.cancel}
        </button>
      </div>
    </form>
  `;
}
