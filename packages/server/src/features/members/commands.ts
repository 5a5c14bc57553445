import { parseArgs } from 'node:util';
import { bad, institutionOption, oneId, type CommandContext, type Commands } from '../../cli/command';
import { allOf, jsonOption, printRows } from '../../cli/output';
import { formatId } from '../../platform/ids';
import type { MemberRole, Scope } from '../../platform/scope';
import type { Tokens } from '../tokens';
import type { Member, MemberStatus } from './member';
import { makeAdmin, updateMember } from './members';
import { findMemberByEmail, selectMembers } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Context = CommandContext<CommandServices>;

const roles: readonly MemberRole[] = ['student', 'alumnus', 'admin'];
const statuses: readonly MemberStatus[] = ['unverified', 'verified', 'banned'];

/** One of a few words, or nothing. @throws {Problem} invalid_request */
function oneOf<T extends string>(name: string, words: readonly T[], text: string | undefined): T | undefined {
  const found = words.find((each) => each === text);
  if (text !== undefined && !found) throw bad(`--${name} must be one of ${words.join(', ')}.`);
  return found;
}

const list = async (args: string[], { within, print }: Context) => {
  const { values } = parseArgs({
    args,
    options: {
      ...institutionOption,
      ...jsonOption,
      q: { type: 'string' },
      role: { type: 'string' },
      status: { type: 'string' },
    },
  });
  const role = oneOf('role', roles, values.role);
  const status = oneOf('status', statuses, values.status);
  await within(values.institution, async (scope) => {
    const found = await allOf<Member>((last, limit) =>
      selectMembers(scope, { q: values.q, role, status, before: last?.id, limit }),
    );
    printRows(print, found.map(rowOf), { json: values.json, none: 'No members found.' });
  });
};

const rowOf = ({ id, email, role, status, profileId, createdAt, lastActiveAt }: Member) => ({
  id: formatId('member', id),
  email,
  role,
  status,
  profile: profileId && formatId('profile', profileId),
  created: createdAt,
  lastActive: lastActiveAt,
});

/** A command that sets the status of one member, named by id or email address. */
const setStatus =
  (status: MemberStatus) =>
  async (args: string[], { within, print }: Context): Promise<void> => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: institutionOption,
    });
    await within(values.institution, async (scope, { tokens: { revocations } }) => {
      const id = await memberOf(scope, positionals);
      const { email } = await updateMember(scope, revocations, id, { status });
      print(status === 'banned' ? `${email} is banned and signed out.` : `${email} is verified.`);
    });
  };

async function memberOf(scope: Scope, positionals: readonly string[]): Promise<string> {
  const hint =
    'Specify one member by email address or ID (mem_…). To list members, run "homecoming members list".';
  const [name] = positionals;
  if (positionals.length !== 1 || !name?.includes('@')) return oneId('member', positionals, hint);
  const member = await findMemberByEmail(scope, name.trim().toLowerCase());
  if (!member) throw bad(`No member has the email address ${name}.`);
  return member.id;
}

const makeMemberAdmin = async (args: string[], { within, print }: Context) => {
  const { values } = parseArgs({ args, options: { ...institutionOption, email: { type: 'string' } } });
  const { email } = values;
  if (!email) throw bad('Specify the email address: --email dean@example.edu.');
  await within(values.institution, async (scope, { tokens: { revocations } }) => {
    const member = await makeAdmin(scope, revocations, email);
    print(`${member.email} is a verified admin of ${scope.institution.name}.`);
  });
};

export const memberCommands: Commands<CommandServices> = {
  'members list': {
    synopsis: '--institution SLUG [--q TEXT] [--role ROLE] [--status STATUS] [--json]',
    help: 'list members, newest first',
    run: list,
  },
  'members verify': {
    synopsis: 'EMAIL|MEMBER_ID --institution SLUG',
    help: 'verify a member',
    run: setStatus('verified'),
  },
  'members ban': {
    synopsis: 'EMAIL|MEMBER_ID --institution SLUG',
    help: 'ban a member and sign them out everywhere within a second',
    run: setStatus('banned'),
  },
  'members make-admin': {
    synopsis: '--institution SLUG --email ADDRESS',
    help: 'make someone a verified admin; they sign in with a code sent to the address',
    run: makeMemberAdmin,
  },
};
