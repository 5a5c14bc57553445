import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { openLog, textOf } from './log';

it('a line for people says what happened, without what only programs need, and never on two lines', () => {
  const line = {
    ...{ level: 40, time: 1, pid: 2, hostname: 'h' },
    ...{ durationMs: 12, err: { message: 'a\nb', stack: '…' }, msg: 'it was slow' },
  };
  expect(textOf(JSON.stringify(line))).toBe('  warn  it was slow: a b durationMs=12\n');
});

it('an error has its code, and not what a foreign system says', () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const detail = 'Key (email)=(canary@people.example) already exists.';
  const error = Object.assign(new pg.DatabaseError('canary', 1, 'error'), { code: '23505', detail });
  openLog({ logLevel: 'info', logFormat: 'text' }).error({ err: error }, 'failed');
  const lines = written.mock.calls.map(([line]) => line);
  written.mockRestore();
  expect(lines).toEqual(['  error  failed: DatabaseError 23505\n']);
});
