import { changeTypes } from '../contract/generated/change-types';

export { changeTypes };

/** `<subject>.<what happened>`, where the subject is a kind of ID. */
export type ChangeType = keyof typeof changeTypes;
