import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { addBatches, listBatchesOfYears, type Batch } from './store';
import { fold } from './text';

/** What names a batch: the year of graduation and, where the institution tells them apart, the programme. */
export interface BatchName {
  readonly year: number;
  readonly programme: string;
}

const keyOfName = ({ year, programme }: BatchName) => `${year} ${programme}`;

/** A function that gives the id of each named batch, after making those that did not exist. Within a transaction. */
export async function ensureBatches(scope: Scope, names: readonly BatchName[]): Promise<(name: BatchName) => string> {
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
      await addBatches(scope, missing.map((name) => newBatch(name)));
      // What is still missing has a code that another programme of the year has: an ending of its own makes it unique.
      const clashing = await learn();
      if (clashing.length) {
        await addBatches(scope, clashing.map((name) => newBatch(name, newId().slice(-6))));
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

function newBatch({ year, programme }: BatchName, ending = ''): Batch {
  const slug = fold(programme)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return { id: newId(), year, programme, code: [String(year), slug, ending].filter(Boolean).join('-') };
}
