import { expect, it } from 'vitest';
import { textOf } from './log';

it('a line for people says what happened, without what only programs need, and never on two lines', () => {
  const line = {
    ...{ level: 40, time: 1, pid: 2, hostname: 'h' },
    ...{ durationMs: 12, err: { message: 'a\nb', stack: '…' }, msg: 'it was slow' },
  };
  expect(textOf(JSON.stringify(line))).toBe('  warn  it was slow: a b durationMs=12\n');
});
