import { html, nothing, type TemplateResult } from 'lit';
import { cloudOffIcon, lockIcon, personIcon, warningIcon } from '../../shared/views/icons';
import { helpOf } from '../../shared/wait';
import type { ProfileProblem } from '../problem';
import type { ProfileState } from '../profile-state';
import { fieldNames, type ProfileStrings } from '../strings';

/** What stands in the way. @param onRetry where it is not beside a button that does the same */
export function problemView(
  texts: ProfileStrings,
  problem: ProfileProblem,
  onRetry?: () => void,
): TemplateResult {
  if (problem.kind === 'refused') return html``;
  const { title, help } =
    problem.kind === 'conflict'
      ? texts.conflict(fieldNames(texts, problem.fields))
      : { title: texts.problems[problem.kind].title, help: helpOf(texts, problem) };
  const reference = problem.kind === 'failed' ? problem.reference : undefined;
  const canRetry = onRetry && problem.kind !== 'banned' && problem.kind !== 'offline';
  return html`
    <div class="notice compact" part="notice" role="alert">
      <span class="notice-icon">${iconOf(problem.kind)}</span>
      <div>
        <p class="notice-title">${title}</p>
        <p>${help}</p>
        ${reference === undefined ? nothing : html`<p class="fine-print">${texts.reference(reference)}</p>`}
      </div>
      ${
        canRetry
          ? html`<button class="button" part="button" type="button" @click=${onRetry}>${texts.retry}</button>`
          : nothing
      }
    </div>
  `;
}

function iconOf(kind: ProfileProblem['kind']): TemplateResult {
  if (kind === 'banned') return lockIcon;
  return kind === 'offline' ? cloudOffIcon : warningIcon;
}

export interface SignInWay {
  /** A page to sign in on. */
  readonly url: string | undefined;
  /** Whether a button can do something. */
  readonly hasButton: boolean;
  readonly onSignIn: () => void;
}

/** Nobody is signed in. */
export function signedOutView(
  texts: ProfileStrings,
  { left, aside }: ProfileState,
  { url, hasButton, onSignIn }: SignInWay,
): TemplateResult {
  const { title, help } = left === 'session_ended' ? texts.sessionEnded : texts.signedOut;
  return html`
    <div class="notice" part="notice">
      <span class="notice-icon">${personIcon}</span>
      <p class="notice-title">${title}</p>
      <p>${help}</p>
      ${aside ? html`<p>${texts.typedIsKept}</p>` : nothing}
      ${
        url
          ? html`<a class="button" part="button" href=${url}>${texts.signIn}</a>`
          : hasButton
            ? html`<button class="button" part="button" type="button" @click=${onSignIn}>
                ${texts.signIn}
              </button>`
            : nothing
      }
    </div>
  `;
}
