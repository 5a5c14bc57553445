import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chapters } from './testing/contract-walk/walk';

it('every chapter of the contract is walked', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const walked = files
    .filter((file) => file.endsWith('/contract-walk.test.ts'))
    .map((file) => /walkContract\('(.+)'\)/.exec(readFileSync(join(import.meta.dirname, file), 'utf8'))![1]);
  expect(walked.sort()).toEqual([...chapters].sort());
});
