import { Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { idArgument, idOf, institutionOption, jsonOption, wrongUse } from '../../cli/options';
import { allOf, printRows } from '../../cli/output';
import { formatId } from '../../platform/ids';
import type { Tokens } from '../tokens';
import type { Claim } from './claim';
import { approveClaim, rejectClaim } from './claims';
import { selectClaims } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Declare = DeclareCommand<CommandServices>;

const list: Declare = (add, { within, print }) =>
  add('claims list', 'List claims to a profile, the longest waiting first.')
    .addOption(institutionOption)
    .addOption(
      new Option('--status <status>', 'only claims with this status')
        .choices(['pending', 'approved', 'rejected'])
        .default('pending'),
    )
    .addOption(jsonOption)
    .action(async ({ institution, status, json }) =>
      within(institution, async (scope) => {
        const found = await allOf<Claim>((last, limit) =>
          selectClaims(scope, { status, after: last?.id, limit }),
        );
        printRows(print, found.map(rowOf), { json, none: `No ${status} claims.` });
      }),
    );

const rowOf = ({ id, email, name, batchYear, externalId, createdAt, decidedAt, profileId }: Claim) => ({
  id: formatId('claim', id),
  email,
  name,
  batchYear,
  externalId,
  profile: profileId && formatId('profile', profileId),
  created: createdAt,
  decided: decidedAt,
});

const claimArgument = idArgument('<claim-id>', 'claim', 'the claim ("homecoming claims list" shows them)');

const approve: Declare = (add, { within, print }) =>
  add('claims approve', 'Approve a claim: assign a profile to the member.', {
    examples: [
      'claims approve clm_… --institution northbridge --profile prof_…',
      'claims approve clm_… --institution northbridge --new-profile',
    ],
  })
    .addArgument(claimArgument)
    .addOption(institutionOption)
    .addOption(new Option('--profile <profile-id>', 'the profile to assign').argParser(idOf('profile')))
    .option('--new-profile', 'create a profile from what they stated')
    .option('--external-id <id>', "the new profile's ID in your register; needs --new-profile")
    .action(async (id, { institution, profile: profileId, newProfile, externalId }) => {
      if ((profileId === undefined) !== (newProfile === true))
        throw wrongUse('Specify the profile with --profile prof_…, or create one with --new-profile.');
      if (externalId !== undefined && !newProfile)
        throw wrongUse('--external-id can only be used with --new-profile.');
      const finding = profileId === undefined ? ({ newProfile: true, externalId } as const) : { profileId };
      await within(institution, async (scope, { tokens: { revocations } }) => {
        const { email } = await approveClaim(scope, revocations, id, finding);
        print(`Approved. The profile now belongs to ${email}, and they are notified by email.`);
      });
    });

function reasonOf(text: string): string {
  const reason = text.trim();
  if (!reason || reason.length > 500) throw wrongUse('Enter a reason of at most 500 characters.');
  return reason;
}

const reject: Declare = (add, { within, print }) =>
  add('claims reject', 'Reject a claim.')
    .addArgument(claimArgument)
    .addOption(institutionOption)
    .addOption(
      new Option('--reason <text>', 'why, in at most 500 characters; the member sees it')
        .argParser(reasonOf)
        .makeOptionMandatory(),
    )
    .action(async (id, { institution, reason }) =>
      within(institution, async (scope) => {
        const { email } = await rejectClaim(scope, id, reason);
        print(`Rejected. The reason is emailed to ${email}.`);
      }),
    );

export const claimCommands: Commands<CommandServices> = [list, approve, reject];
