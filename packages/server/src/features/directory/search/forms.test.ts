import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../../testing/service';
import { loadProfiles } from '../load';
import { Reader } from '../testing/reader';
import { nameInTwoForms, names } from '../testing/unicode-forms';
import { keyOf } from '../text';
import { askedWords } from './query';

let service: TestService;
let reader: Reader;

beforeAll(async () => {
  service = await startTestService();
  const school = await service.createInstitution();
  const drafts = names.map((name) => ({ displayName: name, company: name, skills: [name] }));
  await loadProfiles(school.scope, drafts);
  reader = await Reader.of(service, school, 'public', new Map());
});

it('every Unicode form of a name is the same question', () => {
  fc.assert(
    fc.property(nameInTwoForms, ([name, form]) => {
      expect(askedWords(form)).toEqual(askedWords(name));
      expect(keyOf(form)).toBe(keyOf(name));
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

it('every Unicode form of a name gives the same answers to searches, filters and suggestions', async () => {
  await fc.assert(
    fc.asyncProperty(nameInTwoForms, async ([name, form]) => {
      const ask = async (text: string) => [
        await reader.get('/v1/directory/search', { q: text }),
        await reader.get('/v1/directory/search', { company: text, skill: text }),
        await reader.get('/v1/directory/suggest', { q: text }),
      ];
      const [asTyped, asStored] = [await ask(form), await ask(name)];
      expect(asTyped).toEqual(asStored);
      for (const { data } of asTyped.slice(0, 2)) expect(data).toMatchObject([{ displayName: name }]);
    }),
    { seed: 2, numRuns: 40 },
  );
});
