import { html, nothing, type TemplateResult } from 'lit';
import { cloudOffIcon, lockIcon, warningIcon } from '../../shared/views/icons';
import { helpOf } from '../../shared/wait';
import type { SignInProblem } from '../problem';
import type { SignInStrings } from '../strings';

/** What stands in the way, above the form, which is there for another try. */
export function problemView(
  texts: SignInStrings,
  problem: Exclude<SignInProblem, { kind: 'refused' }>,
): TemplateResult {
  const { title } = texts.problems[problem.kind];
  const reference = problem.kind === 'failed' ? problem.reference : undefined;
  return html`
    <div class="notice compact" part="notice" role="alert">
      <span class="notice-icon">${iconOf(problem.kind)}</span>
      <div>
        <p class="notice-title">${title}</p>
        <p>${helpOf(texts, problem)}</p>
        ${reference === undefined ? nothing : html`<p class="fine-print">${texts.reference(reference)}</p>`}
      </div>
    </div>
  `;
}

function iconOf(kind: SignInProblem['kind']): TemplateResult {
  if (kind === 'banned') return lockIcon;
  return kind === 'offline' ? cloudOffIcon : warningIcon;
}
