import type { DirectoryPage } from '@homecoming/sdk';
import { expect, test } from 'vitest';
import { everybody, withQuery } from './criteria';
import { abandoned, arrived, changed, failed, initialState, pagingBegan, searchBegan } from './search-state';

function pageOf(ids: readonly string[], nextCursor: string | null = null): DirectoryPage {
  const data = ids.map((id) => ({ id, displayName: id, highlights: [] }));
  return {
    data,
    nextCursor,
    total: { value: 4, relation: 'exact' },
    facets: {},
    facetCounts: 'exact',
    corrections: [],
  };
}

const offline = { kind: 'offline' } as const;

test('ignores an answer that a newer search has overtaken', () => {
  const first = searchBegan(changed(initialState, withQuery(everybody, 'cu')));
  const second = searchBegan(changed(first, withQuery(everybody, 'curie')));
  const shown = arrived(second, second.request, second.criteria, pageOf(['curie']));
  expect(arrived(shown, first.request, first.criteria, pageOf(['cushing']))).toBe(shown);
  expect(failed(shown, first.request, offline)).toBe(shown);
});

test('ignores the answer of a request that was given up', () => {
  const asked = searchBegan(initialState);
  const left = abandoned(asked);
  expect(arrived(left, asked.request, everybody, pageOf(['a']))).toBe(left);
});

test('keeps what was shown while a new search is under way, and when it fails', () => {
  const asked = searchBegan(initialState);
  const shown = arrived(asked, asked.request, everybody, pageOf(['a']));
  const again = searchBegan(shown);
  expect(again).toMatchObject({ activity: 'searching', answer: shown.answer });
  expect(failed(again, again.request, offline)).toMatchObject({
    activity: 'idle',
    answer: shown.answer,
    problem: offline,
  });
});

test('joins pages, and shows nobody twice who moved between them', () => {
  const asked = searchBegan(initialState);
  const paging = pagingBegan(arrived(asked, asked.request, everybody, pageOf(['a', 'b'], 'next')));
  const { answer } = arrived(paging, paging.request, everybody, pageOf(['b', 'c']));
  expect(answer?.people.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(answer).toMatchObject({ added: 1, nextCursor: null });
});

test('remembers whether a search or a further page was interrupted', () => {
  const asked = searchBegan(initialState);
  const shown = arrived(asked, asked.request, everybody, pageOf(['a'], 'next'));
  const paging = pagingBegan(shown);
  expect(failed(paging, paging.request, offline)).toMatchObject({
    interrupted: 'paging',
    answer: shown.answer,
  });
  expect(failed(asked, asked.request, offline).interrupted).toBe('searching');
});
