import { createHash } from 'node:crypto';
import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { addBatches, type Batch, listBatchesOfYears } from './batch-store';

/** What names a batch: the year of graduation and, where the institution tells them apart, the programme. */
export interface BatchName {
  readonly year: number;
  readonly programme: string;
}

const keyOfName = ({ year, programme }: BatchName) => `${year} ${programme}`;

/** A function that gives the id of each named batch, after making those that did not exist. Within a transaction. */
export async function ensureBatches(
  scope: Scope,
  names: readonly BatchName[],
): Promise<(name: BatchName) => string> {
  const wanted = new Map(names.map((name) => [keyOfName(name), name]));
  const years = [...new Set(names.map(({ year }) => year))];
  const known = new Map<string, string>();
  const learn = async () => {
    for (const batch of await listBatchesOfYears(scope, years)) known.set(keyOfName(batch), batch.id);
    return [...wanted.values()].filter((name) => !known.has(keyOfName(name)));
  };
  if (years.length) {
    const missing = await learn();
    if (missing.length) {
      await addBatches(
        scope,
        missing.map((name) => newBatch(name)),
      );
      // What is still missing has, by a rare chance, a code that another programme of the year has.
      const clashing = await learn();
      if (clashing.length) {
        await addBatches(
          scope,
          clashing.map((name) => newBatch(name, newId().slice(-6))),
        );
        await learn();
      }
    }
  }
  return (name) => {
    const id = known.get(keyOfName(name));
    if (!id) throw new Error(`No batch ${keyOfName(name)}.`);
    return id;
  };
}

function newBatch(name: BatchName, ending = ''): Batch {
  return { id: newId(), ...name, code: [codeOf(name), ending].filter(Boolean).join('-') };
}

/**
 * The code follows from the name alone: if other batches had a say in it, it would tell of those that nobody may see. A
 * programme that the code does not spell out exactly has a digest in it, so that `A-B` and `A B` differ.
 */
function codeOf({ year, programme }: BatchName): string {
  const words = programme.match(/[\p{L}\p{N}]+/gu) ?? [];
  const isSpelledOut = words.join(' ') === programme;
  const digest = isSpelledOut ? '' : createHash('sha256').update(programme).digest('hex').slice(0, 8);
  return [String(year), ...words, digest].filter(Boolean).join('-');
}
