import { asciiDigits } from '../shared/typed';
import type { Claim, ClaimCreate } from './model';

export const claimFields = ['name', 'batchYear', 'birthDate', 'externalId', 'evidence'] as const;
export type ClaimField = (typeof claimFields)[number];
export type ClaimDraft = Readonly<Record<ClaimField, string>>;

export const emptyClaim: ClaimDraft = {
  name: '',
  batchYear: '',
  birthDate: '',
  externalId: '',
  evidence: '',
};

/** A claim, as it would stand in the form. */
export function statedIn(claim: Claim): ClaimDraft {
  const stated = claimFields.map((field) => [field, String(claim[field] ?? '')]);
  return Object.fromEntries(stated) as ClaimDraft;
}

export type ClaimFault = 'noName' | 'noYear' | 'noDate';

/**
 * What can't be right, seen before anything is asked.
 * @param isDateWhole of a date that was half typed, or is none, the browser tells nothing else
 */
export function claimFaults(
  { name, batchYear }: ClaimDraft,
  isDateWhole = true,
): Partial<Record<ClaimField, ClaimFault>> {
  return {
    ...(!isDateWhole && { birthDate: 'noDate' as const }),
    ...(!/[\p{L}\p{N}]/u.test(name) && { name: 'noName' as const }),
    ...(!/^\s*([12]\d{3})?\s*$/.test(asciiDigits(batchYear)) && { batchYear: 'noYear' as const }),
  };
}

/** As the service takes it: what was left empty is left out. */
export function claimOf(draft: ClaimDraft): ClaimCreate {
  const { name, batchYear, birthDate, externalId, evidence } = draft;
  const given = (field: 'birthDate' | 'externalId' | 'evidence', text: string) =>
    text.trim() === '' ? {} : { [field]: text.trim() };
  return {
    name: name.trim(),
    ...(batchYear.trim() !== '' && { batchYear: Number(asciiDigits(batchYear)) }),
    ...given('birthDate', birthDate),
    ...given('externalId', externalId),
    ...given('evidence', evidence),
  };
}
