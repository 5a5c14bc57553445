import { beforeAll } from 'vitest';
import { contract, operations } from '../../contract/document';
import { walkBodies } from './bodies';
import { walkCredentials } from './credentials';
import { walkCursors } from './cursors';
import { walkParameters } from './parameters';
import { walkRepetition } from './repetition';
import { seed } from './seed';
import { walkTenancy } from './tenancy';

/** The chapters of the contract, by which it is walked. */
export const chapters = contract.tags.map(({ name }) => name);

/**
 * Walks every operation of one chapter of the contract, so that one which is added is covered on that day. An operation that takes an
 * ID of a new kind needs a maker of such a subject; nothing else is named.
 */
export function walkContract(chapter: string): void {
  const walked = operations.filter(({ tags }) => tags[0] === chapter);
  beforeAll(seed);
  walkParameters(walked);
  walkRepetition(walked);
  walkCredentials(walked);
  walkTenancy(walked);
  walkBodies(walked);
  walkCursors(walked);
}
