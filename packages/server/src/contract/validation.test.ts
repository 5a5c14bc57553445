import { describe, expect, it } from 'vitest';
import { operations } from './document';
import { Problem } from './problems';
import { bodyChecker } from './validation';

const createProfile = operations.find(({ operationId }) => operationId === 'createProfile')!;
const check = bodyChecker(Object.values(createProfile.body!)[0]!.schema);

function faultsOf(body: unknown): readonly unknown[] {
  try {
    check(body);
    return [];
  } catch (error) {
    return (error as Problem).more.errors ?? [];
  }
}

const unknownProperties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 1]));

describe('the faults of a body', () => {
  it('are told up to fifty', () => {
    expect(faultsOf(unknownProperties(10))).toHaveLength(10);
    expect(faultsOf(unknownProperties(1_000))).toHaveLength(50);
  });

  it('of a very large one cost no more than looking at a part of it', () => {
    let reads = 0;
    const body = new Proxy(unknownProperties(18_000), {
      get: (target, name) => {
        reads++;
        return Reflect.get(target, name) as unknown;
      },
    });
    expect(faultsOf(body)).toHaveLength(1);
    expect(reads).toBeLessThan(5_000);
  });
});
