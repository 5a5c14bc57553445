import { describe, expect, it } from 'vitest';
import type { Operation } from '../../contract/document';
import { newId } from '../../platform/ids';
import { expectSound } from './answers';
import { acceptedParts, callOf, credentialOf, named } from './calls';
import { ours, send } from './school';
import { snapshot } from './tenancy';

/** Has one effect for one idempotency key. */
export function walkRepetition(operations: readonly Operation[]): void {
  const repeatable = operations.filter(({ idempotency }) => idempotency && idempotency !== 'exempt');
  describe.each(named(repeatable))('%s', (_, operation) => {
    it('has one effect and one answer for one idempotency key', async () => {
      const parts = await acceptedParts(operation, ours);
      const headers = { ...credentialOf(operation, ours), 'Idempotency-Key': newId() };
      const first = await send(callOf(operation, parts, headers));
      expectSound(operation, first, 'the first');
      expect([first.status, first.headers['idempotent-replayed']]).toEqual([expect.any(Number), undefined]);
      const before = await snapshot(ours);
      const second = await send(callOf(operation, parts, headers));
      expectSound(operation, second, 'the second');
      expect([second.status, second.text]).toEqual([first.status, first.text]);
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect(await snapshot(ours)).toEqual(before);
    });
  });
}
