import { describe, expect, it } from 'vitest';
import { type Operation, resolve, type Schema } from '../../contract/document';
import { encodeUuid, newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { pageAddress } from '../sign-in-browser';
import { until } from '../tasks';
import { expectSound } from './answers';
import { acceptedParts, callOf, named } from './calls';
import { makers } from './makers';
import { ours, type School, send, service, theirs } from './school';

/** Shows and touches nothing of another institution. To operators, no institution is another one. */
export function walkTenancy(operations: readonly Operation[]): void {
  const takingIds = operations.filter(
    (operation) =>
      operation.security.length && !operation.callers.includes('operator') && idParameters(operation).length,
  );
  describe.each(named(takingIds))('%s', (_, operation) => {
    it('answers ids of another institution just as ids of nothing, and touches nothing', async () => {
      const parts = await acceptedParts(operation, ours);
      for (const { name, in: place, kind } of idParameters(operation)) {
        const foreign = await makers[kind]!(theirs);
        const missing = `${kind}_${encodeUuid(newId())}`;
        const before = await snapshot(theirs);
        const [ofOthers, ofNothing] = await Promise.all(
          [foreign, missing].map(async (id) => {
            const query = parts.query.map(([each, value]) => [each, each === name ? id : value] as const);
            const changed =
              place === 'path' ? { ...parts, path: { ...parts.path, [name]: id } } : { ...parts, query };
            const answer = await send(callOf(operation, changed));
            expectSound(operation, answer, name);
            // How many calls are left differs by the other call.
            const { date: _, ratelimit: __, 'request-id': requestId, ...headers } = answer.headers;
            return {
              status: answer.status,
              headers,
              text: answer.text.replaceAll(requestId!, '').replaceAll(id, ''),
            };
          }),
        );
        expect(ofOthers).toEqual(ofNothing);
        // Whose browser is sent on is told on the page that it is sent to.
        const toldThere =
          operation.redirects && ofOthers!.headers.location === `${pageAddress}#hc_error=not_found`;
        if (place === 'path' && !toldThere) expect(ofOthers!.status).toBe(404);
        expect(await snapshot(theirs)).toEqual(before);
      }
    });
  });
}

export function idParameters(operation: Operation): { name: string; in: string; kind: string }[] {
  return operation.parameters.flatMap(({ name, in: place, schema }) => {
    const found = resolve<Schema>(schema);
    const kind = found['x-typeid'] ?? (found.items && resolve<Schema>(found.items)['x-typeid']);
    return kind ? [{ name, in: place, kind }] : [];
  });
}

/** Every row of an institution, once the relay has handed on what was said before. */
export async function snapshot({ institution }: School): Promise<unknown> {
  return asOwner(service.ownerUrl, async (owner) => {
    const waiting = { text: 'select from outbox where institution_id = $1' };
    await until(async () => (await owner.query(waiting, [institution.id])).length === 0);
    const tables = await owner.query<{ name: string }>({
      text: `select table_name as name from information_schema.columns
             where table_schema = 'public' and column_name = 'institution_id' order by 1`,
    });
    const rows: unknown[] = [];
    for (const { name } of tables) {
      rows.push(
        await owner.query(
          { text: `select to_jsonb(t) as row from ${name} t where institution_id = $1 order by 1` },
          [institution.id],
        ),
      );
    }
    return rows;
  });
}
