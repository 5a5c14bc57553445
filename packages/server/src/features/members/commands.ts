import { Argument, Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { idOf, institutionOption, jsonOption } from '../../cli/options';
import { allOf, printRows } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import type { Tokens } from '../tokens';
import type { Member, MemberStatus } from './member';
import { makeAdmin, updateMember } from './members';
import { findMemberByEmail, selectMembers } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Declare = DeclareCommand<CommandServices>;

const list: Declare = (add, { within, print }) =>
  add('members list', 'List members, newest first.', {
    examples: ['members list --institution northbridge --role admin'],
  })
    .addOption(institutionOption)
    .option('--q <text>', 'only members whose email address contains this')
    .addOption(
      new Option('--role <role>', 'only members with this role').choices(['student', 'alumnus', 'admin']),
    )
    .addOption(
      new Option('--status <status>', 'only members with this status').choices([
        'unverified',
        'verified',
        'banned',
      ]),
    )
    .addOption(jsonOption)
    .action(async ({ institution, q, role, status, json }) =>
      within(institution, async (scope) => {
        const found = await allOf<Member>((last, limit) =>
          selectMembers(scope, { q, role, status, before: last?.id, limit }),
        );
        printRows(print, found.map(rowOf), { json, none: 'No members found.' });
      }),
    );

const rowOf = ({ id, email, role, status, profileId, createdAt, lastActiveAt }: Member) => ({
  id: formatId('member', id),
  email,
  role,
  status,
  profile: profileId && formatId('profile', profileId),
  created: createdAt,
  lastActive: lastActiveAt,
});

const idOfMember = idOf('member');
/** A member as named on the command line: by email address or by ID. */
type NamedMember = { readonly email: string } | { readonly id: string };

const memberArgument = new Argument(
  '<member>',
  'their email address or ID ("homecoming members list" shows them)',
).argParser((text: string): NamedMember =>
  text.includes('@') ? { email: text.trim().toLowerCase() } : { id: idOfMember(text) },
);

async function findNamed(scope: Scope, named: NamedMember): Promise<string> {
  if ('id' in named) return named.id;
  const member = await findMemberByEmail(scope, named.email);
  if (!member) throw new Problem('not_found', `No member has the email address ${named.email}.`);
  return member.id;
}

const setStatus =
  (status: MemberStatus, name: string, description: string): Declare =>
  (add, { within, print }) =>
    add(name, description)
      .addArgument(memberArgument)
      .addOption(institutionOption)
      .action(async (named, { institution }) =>
        within(institution, async (scope, { tokens: { revocations } }) => {
          const id = await findNamed(scope, named);
          const { email } = await updateMember(scope, revocations, id, { status });
          print(status === 'banned' ? `${email} is banned and signed out.` : `${email} is verified.`);
        }),
      );

const makeMemberAdmin: Declare = (add, { within, print }) =>
  add('members make-admin', 'Make someone a verified admin. They sign in with a code sent to the address.', {
    examples: ['members make-admin --institution northbridge --email dean@example.edu'],
  })
    .addOption(institutionOption)
    .requiredOption('--email <address>', 'their email address')
    .action(async ({ institution, email }) =>
      within(institution, async (scope, { tokens: { revocations } }) => {
        const member = await makeAdmin(scope, revocations, email);
        print(`${member.email} is a verified admin of ${scope.institution.name}.`);
      }),
    );

export const memberCommands: Commands<CommandServices> = [
  list,
  setStatus('verified', 'members verify', 'Verify a member.'),
  setStatus('banned', 'members ban', 'Ban a member and sign them out everywhere within a second.'),
  makeMemberAdmin,
];
