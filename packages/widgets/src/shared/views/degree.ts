import type { Profile } from '@homecoming/sdk';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { icon } from './icons';

const checkIcon = icon(svg`<path d="m4.5 10.5 3.5 3.5 7.5-8"></path>`);

type Degree = Profile['degrees'][number];

/** A degree in words, `PhD, Chemistry, Doctoral School, 1911`, marked where the institution has confirmed it. */
export function degreeView(
  texts: { readonly degreeVerified: string },
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
