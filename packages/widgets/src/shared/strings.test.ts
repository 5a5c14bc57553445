import { expect, test } from 'vitest';
import { mergeStrings } from './strings';

type Group = Readonly<Record<string, unknown>>;

const builtIn = {
  retry: 'Try again',
  people: (count: number) => `${count} people`,
  problems: { busy: { title: 'Busy', help: 'Wait.' }, offline: { title: 'Offline', help: 'Connect.' } },
};

test('replaces single texts within groups and keeps the others', () => {
  const merged = mergeStrings(builtIn, { problems: { busy: { title: 'Beschäftigt' } } });
  expect(merged.problems).toEqual({
    busy: { title: 'Beschäftigt', help: 'Wait.' },
    offline: { title: 'Offline', help: 'Connect.' },
  });
  expect(merged.retry).toBe('Try again');
  expect(builtIn.problems.busy.title).toBe('Busy');
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['texts that are undefined', { retry: undefined, problems: undefined, people: undefined }],
  ['a text in place of a group or a function', { problems: 'Oops', people: 'many' }],
  ['a group in place of a text', { retry: { title: 'Again' } }],
])('keeps the built-in texts when given %s', (_, overrides) => {
  const merged = mergeStrings<object>(builtIn, overrides);
  expect(merged).toEqual(builtIn);
});

test('does not reach into prototypes', () => {
  const overrides = JSON.parse(
    '{"__proto__": {"retry": "x"}, "constructor": {"prototype": {"y": 1}}}',
  ) as Group;
  mergeStrings<object>(builtIn, overrides);
  expect({}).not.toHaveProperty('retry');
  expect({}).not.toHaveProperty('y');
});
