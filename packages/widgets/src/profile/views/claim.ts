import { html, nothing, type TemplateResult } from 'lit';
import { headingView } from '../../shared/views/heading';
import { searchIcon, warningIcon } from '../../shared/views/icons';
import { submitView } from '../../shared/views/submit';
import { type ClaimField, claimFields } from '../claim-draft';
import type { Claim } from '../model';
import { claimDraftOf, latestClaim, type ProfileState } from '../profile-state';
import type { Notice, ProfileStrings } from '../strings';
import { claimStyles } from '../styles/claim';
import { type FieldOptions, fieldView } from './fields';
import { problemView } from './notices';

/** What these views need adopted. */
export const styles = [claimStyles];

export interface ClaimOptions {
  readonly onClaimField: (field: ClaimField, text: string) => void;
  readonly onClaim: (event: SubmitEvent) => void;
  readonly onCheck: () => void;
  /** The level of its headings. */
  readonly level: number;
}

/** For a member who has no profile yet: says who they are, or what became of that. */
export function claimView(texts: ProfileStrings, state: ProfileState, options: ClaimOptions): TemplateResult {
  const claim = latestClaim(state);
  if (state.isGone || claim?.status === 'approved') return noticeView(texts.profileGone);
  if (claim?.status === 'pending') return pendingView(texts, state, claim, options);
  const draft = claimDraftOf(state);
  return html`
    ${claim?.status === 'rejected' ? rejectedView(texts, claim) : nothing}
    <form class="form claim" part="form" novalidate @submit=${options.onClaim}>
      ${headingView(options.level, 'section-title', texts.claimTitle)}
      <p>${texts.claimHelp}</p>
      ${claimFields.map((field) =>
        fieldView(texts, state, {
          name: field,
          label: texts.claimFields[field],
          value: draft[field],
          onInput: (text) => options.onClaimField(field, text),
          help: texts.claimFieldHelp[field],
          ...(field !== 'name' && { hint: texts.optional }),
          ...kinds[field],
        }),
      )}
      ${state.problem ? problemView(texts, state.problem) : nothing}
      ${submitView(texts.claim, texts.claiming, state.work === 'claiming')}
    </form>
  `;
}

const kinds: Readonly<Record<ClaimField, Partial<FieldOptions>>> = {
  name: { maxLength: 200, autocomplete: 'name', required: true },
  batchYear: { maxLength: 6, inputmode: 'numeric' },
  birthDate: { type: 'date', autocomplete: 'bday' },
  externalId: { maxLength: 200 },
  evidence: { maxLength: 2_000, rows: 3 },
};

function pendingView(
  texts: ProfileStrings,
  { problem, work }: ProfileState,
  claim: Claim,
  { onCheck, level }: ClaimOptions,
): TemplateResult {
  const stated = claimFields.filter((field) => claim[field] !== undefined);
  return html`
    ${problem ? problemView(texts, problem) : nothing}
    ${noticeView(
      texts.claimPending,
      html`<button
        class="button"
        part="button"
        type="button"
        aria-disabled=${work === 'loading' ? 'true' : 'false'}
        @click=${onCheck}
      >
        ${work === 'loading' ? texts.loading : texts.checkAgain}
      </button>`,
    )}
    <section class="section stated">
      ${headingView(level, 'section-title', texts.claimStated)}
      <dl class="facts-of-page">
        ${stated.map(
          (field) =>
            html`<div>
              <dt>${texts.claimFields[field]}</dt>
              <dd><bdi>${claim[field]}</bdi></dd>
            </div>`,
        )}
      </dl>
    </section>
  `;
}

function rejectedView(texts: ProfileStrings, { reason }: Claim): TemplateResult {
  const { title, help } = texts.claimRejected;
  return html`
    <div class="notice compact" part="notice">
      <span class="notice-icon">${warningIcon}</span>
      <div>
        <p class="notice-title">${title}</p>
        ${reason === undefined ? nothing : html`<blockquote><bdi>${reason}</bdi></blockquote>`}
        <p>${help}</p>
      </div>
    </div>
  `;
}

function noticeView(
  { title, help }: Notice,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`
    <div class="notice" part="notice">
      <span class="notice-icon">${searchIcon}</span>
      <p class="notice-title">${title}</p>
      <p>${help}</p>
      ${action}
    </div>
  `;
}
