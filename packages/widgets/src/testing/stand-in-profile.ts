import type { Audience, Claim, Member, Problem, Profile } from '@homecoming/sdk';
import { goodCode } from './stand-in-sign-in';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** How many came. */
  readonly bytes: number;
  readonly viewAs: string | null;
}

interface Surroundings {
  readonly origin: string;
  readonly member: Member;
  readonly update: (member: Member) => void;
}

interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Refuse = (status: number, code: Problem['code']) => StandInAnswer;
type Values = Readonly<Record<string, unknown>>;

const usual: Readonly<Record<string, Audience>> = {
  name: 'public', otherNames: 'members', degrees: 'public', company: 'members', title: 'members', industry: 'members',
  city: 'members', country: 'members', skills: 'members', headline: 'public', bio: 'members', links: 'members',
  photoUrl: 'members', email: 'private',
}; // prettier-ignore

export const curie: Profile = {
  id: 'prof_01jdyvbv7gen8t9pe8z5aav002',
  givenName: 'Marie',
  familyName: 'Curie',
  displayName: 'Marie Curie',
  otherNames: ['Maria Skłodowska'],
  degrees: [
    { batchId: 'bat_01jdyvbv7gen8t9pe8z5aav003', batchYear: 1903, department: 'Physics', kind: 'PhD', primary: true, verified: true },
  ],
  headline: 'Pioneer of radioactivity',
  bio: 'Born in Warsaw.\nTwo prizes, one shed.',
  title: 'Professor',
  company: 'Sorbonne University',
  industry: 'Research',
  city: 'Paris',
  country: 'France',
  skills: ['Radiochemistry', 'Teaching'],
  links: [{ label: 'Laboratory', url: 'https://radium.example/' }],
  email: 'marie@example.org',
  audiences: { company: 'public' },
  audienceDefaults: usual,
  version: 1,
}; // prettier-ignore

/** Mailed to the address that the member wants. */
export const newAddressCode = '270915';

const reach: Readonly<Record<string, number>> = { public: 0, members: 1, private: 2 };

/** Keeps one member's profile and claims as the service does. */
export class StandInProfile {
  readonly calls: Call[] = [];
  profile: Profile | undefined = curie;
  claims: Claim[] = [];
  /** What becomes of a claim. */
  decision: Claim['status'] = 'pending';
  /** Whether the member has signed in within the last ten minutes. */
  isRecent = true;
  #wantedEmail = '';

  constructor(private readonly refuse: Refuse) {}

  static knows(path: string): boolean {
    return /^\/v1\/me\/(profile|photo|claims|email-change|email-change\/confirm)$/.test(path);
  }

  answer(call: Call, around: Surroundings): StandInAnswer {
    this.calls.push(call);
    const { method, path, body, viewAs } = call;
    if (path === '/v1/me/claims')
      return method === 'GET' ? { status: 200, body: { data: this.claims } } : this.#claim(body, around);
    if (path.startsWith('/v1/me/email-change')) return this.#changeEmail(path, body, around);
    const { profile } = this;
    if (!profile) return this.refuse(404, 'no_profile');
    if (method === 'GET') return this.#show(profile, viewAs ?? 'private');
    if (path === '/v1/me/photo' && method === 'DELETE') {
      const { photoUrl: _, ...without } = profile;
      this.profile = { ...without, version: profile.version! + 1 };
      return { status: 204, body: undefined };
    }
    if (body.version !== undefined && body.version !== profile.version) return this.refuse(409, 'conflict');
    const changed =
      path === '/v1/me/photo'
        ? { ...profile, photoUrl: `${around.origin}/photo.svg` }
        : merged(profile, body);
    this.profile = { ...changed, version: profile.version! + 1 };
    return { status: 200, body: this.profile };
  }

  /** The profile as an audience sees it. */
  #show(profile: Profile, viewer: string): StandInAnswer {
    if (viewer === 'private') return { status: 200, body: profile };
    const may = (field: string) =>
      reach[
        (profile.audiences as Values)[field] ? String((profile.audiences as Values)[field]) : usual[field]!
      ]! <= reach[viewer]!;
    if (!may('name')) return this.refuse(404, 'not_found');
    const { id, displayName, givenName, familyName } = profile;
    const seen = Object.entries(profile).filter(([field]) => field in usual && may(field));
    const empty = { otherNames: [], degrees: [], skills: [], links: [] };
    return {
      status: 200,
      body: { ...empty, id, displayName, givenName, familyName, ...Object.fromEntries(seen) },
    };
  }

  #changeEmail(path: string, body: Values, { member, update }: Surroundings): StandInAnswer {
    if (path.endsWith('/confirm')) {
      if (body.oldCode !== goodCode || body.newCode !== newAddressCode)
        return this.refuse(401, 'invalid_code');
      const changed = { ...member, email: this.#wantedEmail };
      update(changed);
      return { status: 200, body: changed };
    }
    if (!this.isRecent) return this.refuse(403, 'recent_sign_in_needed');
    if (body.email === member.email) {
      const { status, body: refusal } = this.refuse(400, 'invalid_request');
      const errors = [{ path: '/email', message: 'is already the member’s address' }];
      return { status, body: { ...(refusal as object), errors } };
    }
    this.#wantedEmail = String(body.email);
    return { status: 202, body: undefined };
  }

  #claim(stated: Values, { member, update }: Surroundings): StandInAnswer {
    const claim = {
      id: 'clm_01jdyvbv7gen8t9pe8z5aav006',
      memberId: member.id,
      email: member.email,
      status: this.decision,
      name: '',
      createdAt: '2026-11-21T09:30:00.000Z',
      ...stated,
    };
    this.claims.unshift(claim);
    if (this.decision === 'approved') {
      this.profile = curie;
      update({ ...member, status: 'verified', profileId: curie.id });
    }
    return { status: 201, body: claim };
  }
}

/** JSON Merge Patch (RFC 7396), as far as profiles have it. */
function merged(profile: Profile, changes: Values): Profile {
  const { audiences, ...fields } = changes as Values & { audiences?: Values };
  const { givenName, familyName } = profile;
  const emptied = { displayName: `${givenName} ${familyName}`, otherNames: [], skills: [], links: [] };
  const kept = Object.entries({ ...profile, ...fields }).filter(([, value]) => value !== null);
  const chosen = Object.entries({ ...profile.audiences, ...audiences }).filter(([, value]) => value !== null);
  return {
    ...emptied,
    ...Object.fromEntries(kept),
    audiences: Object.fromEntries(chosen),
  } as unknown as Profile;
}
