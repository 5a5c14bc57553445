import { expect, test } from 'vitest';
import { actionOf, closed, closedCombobox, moved, released, suggested } from './combobox-state';

const open = suggested([
  { kind: 'person', value: 'Marie Curie' },
  { kind: 'city', value: 'Curitiba' },
]);
const press = (key: string, more: { altKey?: boolean; isComposing?: boolean } = {}) => ({
  key,
  altKey: false,
  isComposing: false,
  ...more,
});

test('arrows go through the options and round the ends', () => {
  const path = [1, 1, 1, -1, -1] as const;
  const actives: number[] = [];
  path.reduce((state, step) => {
    const next = moved(state, step);
    actives.push(next.active);
    return next;
  }, open);
  expect(actives).toEqual([0, 1, 0, 1, 0]);
  expect(moved(open, -1).active).toBe(1);
});

test('an arrow opens what was shut, and does nothing without options', () => {
  expect(moved(closed(open), 1)).toMatchObject({ open: true, active: 0 });
  expect(moved(closedCombobox, 1)).toBe(closedCombobox);
});

test('Home and End leave the options for the text', () => {
  expect(actionOf(moved(open, 1), press('Home'))).toBe('release');
  expect(released(moved(open, 1))).toMatchObject({ open: true, active: -1 });
});

test('Enter chooses the active option, else searches', () => {
  expect(actionOf(moved(open, 1), press('Enter'))).toBe('choose');
  expect(actionOf(open, press('Enter'))).toBe('submit');
});

test('Escape shuts the options first, and clears the text next', () => {
  expect(actionOf(open, press('Escape'))).toBe('close');
  expect(actionOf(closed(open), press('Escape'))).toBe('clear');
});

test('leaves every key to an input method that composes', () => {
  expect(actionOf(moved(open, 1), press('Enter', { isComposing: true }))).toBe('none');
});
