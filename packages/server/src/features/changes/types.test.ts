import { describe, expect, it } from 'vitest';
import { changeTypes } from '../../platform/change-types';
import { scopes } from '../keys';
import { messageTypes } from '../webhooks/change-types';
import { matches, requireKnown, scopesNeeded } from './types';

describe('a pattern', () => {
  it.each([
    ['*', 'profile.updated', true], ['profile.*', 'profile.updated', true], ['profile.updated', 'profile.updated', true],
    ['profile.created', 'profile.updated', false], ['prof.*', 'profile.updated', false], ['profileThing.*', 'profile.updated', false],
  ])('%s names %s: %s', (pattern, type, named) => {
    expect(matches([pattern], type)).toBe(named);
  }); // prettier-ignore

  it('is refused where it names no known type', () => {
    requireKnown(['*', 'profile.*', 'profile.deleted', 'session.ended']);
    for (const unknown of ['profile.exploded', 'pigeon.*', 'webhookEndpoint.tested'])
      expect(() => requireKnown(['*', unknown])).toThrow(`There is no change type ${unknown}.`);
    expect(() => requireKnown(['session.ended'], messageTypes)).toThrow(
      'There is no change type session.ended.',
    );
  });
});

describe('every change type', () => {
  it('needs a scope that keys can have', () => {
    const needed = Object.values(changeTypes).map(({ scope }) => scope);
    expect(needed.filter((scope) => !scopes.includes(scope))).toEqual([]);
    expect(scopesNeeded(['key.*'], 'private')).toEqual(['keys:manage']);
    expect(scopesNeeded(['*'], 'members'), 'of what members can notice').toEqual(['directory:read']);
  });
});
