import { drawAudiences } from './northbridge/audiences';
import { drawCareer } from './northbridge/career';
import { createLabour, type Labour } from './northbridge/companies';
import { drawStudies } from './northbridge/degrees';
import { drawName } from './northbridge/names';
import type { ProfileDraft } from './northbridge/profile-draft';
import { Random } from './northbridge/random';
import { drawBio, drawEmail, drawHeadline, drawLinks, drawSkills, handleOf } from './northbridge/texts';
import { drawBatchYear } from './northbridge/years';

export type { ProfileDraft };

/**
 * The register of Northbridge University, which does not exist, nor do its graduates. The same seed gives the same people;
 * a smaller count gives the first of them.
 */
export function* generateProfiles({ count, seed }: { count: number; seed: number }): Generator<ProfileDraft> {
  const labour = createLabour(seed);
  const random = new Random(seed);
  for (let number = 1; number <= count; number++) yield drawProfile(random, labour, number);
}

/** Cells are missing as they are in real registers. */
function drawProfile(random: Random, labour: Labour, number: number): ProfileDraft {
  const batchYear = drawBatchYear(random);
  const name = drawName(random, batchYear);
  const studies = drawStudies(random, batchYear);
  const career = drawCareer(random, labour, name, studies.department, batchYear);
  const skills = drawSkills(random, studies);

  const profile: ProfileDraft = {
    externalId: `NB-${String(number).padStart(6, '0')}`,
    givenName: name.givenName,
    degrees: studies.degrees,
  };
  if (name.familyName !== undefined) profile.familyName = name.familyName;
  if (name.displayName !== undefined) profile.displayName = name.displayName;
  if (name.otherNames.length) profile.otherNames = [...name.otherNames];
  if (career.company !== undefined) profile.company = career.company;
  if (career.title !== undefined) profile.title = career.title;
  if (career.industry !== undefined) profile.industry = career.industry;
  if (random.chance(0.86)) profile.city = career.place.city;
  if (random.chance(0.95)) profile.country = career.place.country;
  if (skills.length) profile.skills = skills;
  if (random.chance(0.35)) profile.headline = drawHeadline(random, career, studies, skills);
  if (random.chance(0.15)) profile.bio = drawBio(random, name, career, studies);
  if (random.chance(0.12)) profile.links = drawLinks(random, handleOf(name, number));
  if (random.chance(0.82)) profile.email = drawEmail(random, handleOf(name, number));
  if (random.chance(0.12)) profile.audiences = drawAudiences(random);
  return profile;
}
