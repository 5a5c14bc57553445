import { html, nothing, type TemplateResult } from 'lit';
import { checkIcon } from '../../shared/views/icons';
import type { Profile } from '../model';
import type { ProfileStrings } from '../strings';

type Degree = Profile['degrees'][number];

/** A degree in words, `PhD, Chemistry, Doctoral School, 1911`, marked where the institution has confirmed it. */
export function degreeView(
  texts: ProfileStrings,
  { kind, department, programme, batchYear, verified }: Degree,
): TemplateResult {
  const parts = [kind, department, programme === department ? undefined : programme, String(batchYear)];
  return html`<span class="degree">
    <bdi>${parts.filter((part) => part !== undefined).join(', ')}</bdi>
    ${
      verified
        ? html`<span class="verified" part="verified">${checkIcon}${texts.degreeVerified}</span>`
        : nothing
    }
  </span>`;
}
