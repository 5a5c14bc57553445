import type { ClaimCreate } from './model';

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

export type ClaimFault = 'noName' | 'noYear';

/** What can't be right, seen before anything is asked. */
export function claimFaults({ name, batchYear }: ClaimDraft): Partial<Record<ClaimField, ClaimFault>> {
  return {
    ...(!/[\p{L}\p{N}]/u.test(name) && { name: 'noName' as const }),
    ...(!/^\s*([12]\d{3})?\s*$/.test(batchYear) && { batchYear: 'noYear' as const }),
  };
}

/** As the service takes it: what was left empty is left out. */
export function claimOf(draft: ClaimDraft): ClaimCreate {
  const { name, batchYear, birthDate, externalId, evidence } = draft;
  const given = (field: 'birthDate' | 'externalId' | 'evidence', text: string) =>
    text.trim() === '' ? {} : { [field]: text.trim() };
  return {
    name: name.trim(),
    ...(batchYear.trim() !== '' && { batchYear: Number(batchYear) }),
    ...given('birthDate', birthDate),
    ...given('externalId', externalId),
    ...given('evidence', evidence),
  };
}
