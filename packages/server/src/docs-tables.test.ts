import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

const guide = (name: string) => readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8');

/** The names in the first column of a section's first table. */
function firstColumn(page: string, heading: string): string[] {
  const section = page.slice(page.indexOf(`\n${heading}\n`) + 1);
  const table = /(?:^\|.*\n)+/m.exec(section)![0];
  return table
    .split('\n')
    .slice(2)
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
}

describe('the tables of the docs are complete', () => {
  it('operating.md lists every setting that the service reads, and no other', () => {
    const read = new Set<string>();
    // With each switch that makes more settings count.
    for (const on of [
      {},
      {
        DATABASE_URL: 'postgresql://h/d',
        S3_ENDPOINT: 'https://s3.example',
        SMTP_URL: 'smtp://h',
        METRICS_PORT: '1',
      },
    ]) {
      const env = new Proxy<Record<string, string>>(on as Record<string, string>, {
        get: (values, name) => (read.add(String(name)), values[String(name)]),
      });
      try {
        readConfig(env);
      } catch {
        // What it says of missing ones is tested elsewhere: here it has read them all.
      }
    }
    const listed = firstColumn(guide('operating'), '## Settings');
    expect(listed.sort()).toEqual([...read].sort());
  });
});
