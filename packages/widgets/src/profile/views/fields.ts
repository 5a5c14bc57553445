import { html, nothing, type TemplateResult } from 'lit';
import { chevronIcon, lockIcon } from '../../shared/views/icons';
import type { Audience, AudienceField } from '../model';
import type { Fault, Faults } from '../problem';
import type { ProfileState } from '../profile-state';
import { fieldName, type ProfileStrings } from '../strings';
import { globeIcon, peopleIcon } from './audience-icons';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly help?: string | undefined;
  readonly type?: 'text' | 'url' | 'date' | 'email';
  readonly rows?: number;
  readonly maxLength?: number;
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'url' | 'email';
  readonly hint?: string;
  readonly required?: boolean;
}

/** The id of a field's element: faults are named as the contract's paths are. */
export const idOf = (name: string) => name.replace('.', '-');

/** A field with its label, its help and what is wrong with it. */
export function fieldView(
  texts: ProfileStrings,
  { faults }: { readonly faults: Faults },
  options: FieldOptions,
): TemplateResult {
  const { name, label, help, hint, required } = options;
  const id = idOf(name);
  const fault = faults[name];
  return html`
    <div class="form-field">
      <label for=${id} part="label">
        ${label} ${hint === undefined ? nothing : html`<span class="hint">(${hint})</span>`}
      </label>
      ${controlView(options, {
        id,
        invalid: fault ? 'true' : 'false',
        required: required ? 'true' : nothing,
        describedBy: [fault && `${id}-fault`, help && `${id}-help`].filter(Boolean).join(' ') || nothing,
      })}
      ${faultView(texts, id, fault)}
      ${help === undefined ? nothing : html`<p id="${id}-help" class="fine-print">${help}</p>`}
    </div>
  `;
}

interface ControlAttributes {
  readonly id: string;
  readonly invalid: 'true' | 'false';
  readonly required: 'true' | typeof nothing;
  readonly describedBy: string | typeof nothing;
}

function controlView(options: FieldOptions, attributes: ControlAttributes): TemplateResult {
  const { value, onInput, rows, maxLength, type = 'text', autocomplete, inputmode } = options;
  const { id, invalid, required, describedBy } = attributes;
  const listen = (event: Event) => onInput((event.target as HTMLInputElement | HTMLTextAreaElement).value);
  if (rows !== undefined)
    return html`<textarea
      id=${id}
      part="input"
      rows=${rows}
      maxlength=${maxLength ?? nothing}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
      .value=${value}
      @input=${listen}
    ></textarea>`;
  return html`<input
    id=${id}
    part="input"
    type=${type}
    autocomplete=${autocomplete ?? nothing}
    inputmode=${inputmode ?? nothing}
    maxlength=${maxLength ?? nothing}
    aria-required=${required}
    aria-invalid=${invalid}
    aria-describedby=${describedBy}
    .value=${value}
    @input=${listen}
  />`;
}

export function faultView(
  texts: ProfileStrings,
  id: string,
  fault: Fault | undefined,
): TemplateResult | typeof nothing {
  if (!fault) return nothing;
  const { kind, message = '' } = fault;
  const text = kind === 'refused' ? texts.refused(message) : texts.faults[kind];
  return html`<p id="${id}-fault" class="fault" part="fault" role="alert">${text}</p>`;
}

const audiences: readonly Audience[] = ['public', 'members', 'private'];
const icons: Readonly<Record<Audience, TemplateResult>> = {
  public: globeIcon,
  members: peopleIcon,
  private: lockIcon,
};

/** Who sees a field: what the institution says, or what the person chooses. */
export function audienceView(
  texts: ProfileStrings,
  { profile, draft }: ProfileState,
  field: AudienceField,
  onChoose: (audience: Audience | undefined) => void,
): TemplateResult {
  const usual = profile?.audienceDefaults?.[field] ?? 'members';
  const chosen = draft?.audiences[field];
  const id = `audience-${field}`;
  const listen = (event: Event) =>
    onChoose(audiences.find((each) => each === (event.target as HTMLSelectElement).value));
  return html`
    <div class="audience" part="audience">
      <label class="visually-hidden" for=${id}>${texts.whoSees(fieldName(texts, field))}</label>
      <span class="audience-icon">${icons[chosen ?? usual]}</span>
      <span class="select">
        <select id=${id} part="audience-select" @change=${listen}>
          <option value="" .selected=${chosen === undefined}>
            ${texts.byDefault(texts.audiences[usual])}
          </option>
          ${audiences.map(
            (each) =>
              html`<option value=${each} .selected=${chosen === each}>${texts.audiences[each]}</option>`,
          )}</select
        >${chevronIcon}</span
      >
    </div>
  `;
}
