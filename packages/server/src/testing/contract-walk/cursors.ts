import { describe, expect, it } from 'vitest';
import { type Operation, operations } from '../../contract/document';
import { newId } from '../../platform/ids';
import { expectRefusal } from './answers';
import { accepted, acceptedParts, callOf, credentialOf, named, type Parts } from './calls';
import { ours, type School, send, theirs } from './school';
import { idParameters } from './tenancy';

/** Takes no cursor but one that it has given, for the same question. */
export function walkCursors(operations: readonly Operation[]): void {
  describe.each(named(operations.filter(hasCursor)))('%s', (_, operation) => {
    const headers = (school: School, of = operation) => credentialOf(of, school);
    /** Of each school and operation one path, so that a cursor is handed back to the list that it came from. */
    const paths = new Map<string, Promise<Parts['path']>>();
    const pathOf = (school: School, of = operation) => {
      const name = `${of.operationId} ${school.institution.id}`;
      const path = paths.get(name) ?? acceptedParts(of, school).then((parts) => parts.path);
      paths.set(name, path);
      return path;
    };
    const page = async (school: School, query: Parts['query']) =>
      send(callOf(operation, { path: await pathOf(school), query, body: undefined }, headers(school)));
    const cursorOf = async (school: School, of = operation, query: Parts['query'] = []) => {
      const call = callOf(
        of,
        { path: await pathOf(school, of), query: [['limit', '1'], ...query], body: undefined },
        headers(school, of),
      );
      const { nextCursor } = JSON.parse((await send(call)).text) as { nextCursor: string | null };
      expect(nextCursor, 'there is a second page').not.toBeNull();
      return nextCursor!;
    };

    it('refuses forged cursors and those of another question', async () => {
      const cursor = await cursorOf(ours);
      expect(
        (
          await page(ours, [
            ['limit', '1'],
            ['cursor', cursor],
          ])
        ).status,
      ).toBe(200);
      const [place, signature] = cursor.split('.') as [string, string];
      const content = JSON.parse(Buffer.from(place, 'base64url').toString()) as object;
      const forged = Buffer.from(
        JSON.stringify({ ...content, audience: 'private', profileId: newId(), limit: 1e9 }),
      ).toString('base64url');
      const wrong: [string, string][] = [
        ['with another place', `${forged}.${signature}`],
        ['without a signature', `${place}.`],
        ['of a signature alone', `.${signature}`],
        ['without a dot', place],
        ['with more', `${cursor}.a`],
        ['cut off', cursor.slice(0, -3)],
        ['signed with nothing', `${place}.${Buffer.alloc(16).toString('base64url')}`],
        ['of a changed letter', (cursor.startsWith('a') ? 'b' : 'a') + cursor.slice(1)],
        ['of other text', 'null'],
      ];
      // A list that is of no institution is the same to all who may see it.
      if (!operation.callers.includes('operator') || idParameters(operation).length)
        wrong.push(['of another institution', await cursorOf(theirs)]);
      if (operation.parameters.some(({ name }) => name === 'audience'))
        wrong.push(['of another audience', await cursorOf(ours, operation, [['audience', 'public']])]);
      const other = anotherList(operation);
      wrong.push([`of ${other.operationId}`, await cursorOf(ours, other)]);
      for (const [what, each] of wrong) {
        const call = callOf(operation, {
          path: await pathOf(ours),
          query: [['cursor', encodeURIComponent(each)]],
          body: undefined,
        });
        await expectRefusal(operation, call, what, 400, 'invalid_cursor');
      }
      const narrowing = operation.parameters.filter(
        ({ name, in: place }) =>
          place === 'query' && !['cursor', 'limit', 'facets', 'audience'].includes(name),
      );
      for (const { name, schema, ...parameter } of narrowing) {
        const value = encodeURIComponent(
          String((parameter as { example?: unknown }).example ?? (await accepted(schema, ours))),
        );
        const call = callOf(operation, {
          path: await pathOf(ours),
          query: [
            ['cursor', cursor],
            [name, value],
          ],
          body: undefined,
        });
        await expectRefusal(operation, call, `with another ${name}`, 400, 'invalid_cursor');
      }
    });
  });
}

const hasCursor = ({ parameters }: Operation) => parameters.some(({ name }) => name === 'cursor');

const lists = operations.filter(hasCursor);

/** The list that comes next in the contract. */
const anotherList = (operation: Operation) => lists[(lists.indexOf(operation) + 1) % lists.length]!;
