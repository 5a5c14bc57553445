import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { problems } from './problems';

it('are all explained in docs/errors.md, each with its status', async () => {
  const guide = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(problems).map(([code, { status }]) => [code, status])),
  );
});
