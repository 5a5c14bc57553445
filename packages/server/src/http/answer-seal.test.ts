import { expect, it } from 'vitest';
import { AnswerSeal } from './answer-seal';

const call = ['institution', 'key', 'createKey', 'a'];
const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (problem) {
    return (problem as { code: string }).code;
  }
};

it('a sealed answer opens for its own call only, and holds nothing in clear', () => {
  const seal = new AnswerSeal('a secret');
  const closed = seal.close('{"key":"sk_test_ä"}', call);
  expect(Buffer.from(closed, 'base64').toString('latin1')).not.toContain('sk_test');
  expect(seal.open(closed, call)).toBe('{"key":"sk_test_ä"}');
  expect(codeOf(() => seal.open(closed, ['institution', 'key', 'createKey', 'b']))).toBe('conflict');
  expect(codeOf(() => new AnswerSeal('another').open(closed, call))).toBe('conflict');
  expect(codeOf(() => seal.open(closed.slice(4), call))).toBe('conflict');
  expect(codeOf(() => seal.open('', call))).toBe('conflict');
});
