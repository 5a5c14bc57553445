import { expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { startTestService } from '../../testing/service';
import { createProfile, type ProfileCreate, updateProfile } from './profiles';

it('of a profile is kept in percent, and follows what is written', async () => {
  const service = await startTestService();
  const { scope } = await service.createInstitution();
  const completenessOf = async (id: string) => {
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ completeness: number }>({ text: 'select completeness from profiles where id = $1' }, [
        id,
      ]),
    );
    return row!.completeness;
  };
  const named: ProfileCreate = { familyName: `Curie ${newId()}`, degrees: [{ batchYear: 1903 }] };
  const { id } = await createProfile(scope, named);
  expect(await completenessOf(id)).toBe(0);
  await updateProfile(scope, id, { company: 'Sorbonne', skills: ['Radiochemistry'], city: 'Paris' });
  expect(await completenessOf(id)).toBe(30);
  await updateProfile(scope, id, {
    ...{ title: 'Professor', industry: 'Research', headline: 'Chemist', bio: 'Born in Warsaw.' },
    ...{ email: 'marie@example.org', photoUrl: 'https://example.org/marie.jpg' },
    links: [{ label: 'Site', url: 'https://example.org' }],
  });
  expect(await completenessOf(id)).toBe(100);
  await updateProfile(scope, id, { skills: null, photoUrl: null });
  expect(await completenessOf(id)).toBe(80);
});
