import { parseArgs } from 'node:util';
import { bad, institutionOption, oneId, type CommandContext, type Commands } from '../../cli/command';
import { allOf, jsonOption, printRows } from '../../cli/output';
import { formatId } from '../../platform/ids';
import type { Tokens } from '../tokens';
import type { Claim, ClaimStatus } from './claim';
import { approveClaim, rejectClaim } from './claims';
import { selectClaims } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Context = CommandContext<CommandServices>;

const statuses: readonly ClaimStatus[] = ['pending', 'approved', 'rejected'];
const hint = 'Specify one claim by its ID (clm_…). To list claims, run "homecoming claims list".';

const list = async (args: string[], { within, print }: Context) => {
  const { values } = parseArgs({
    args,
    options: { ...institutionOption, ...jsonOption, status: { type: 'string', default: 'pending' } },
  });
  const status = statuses.find((each) => each === values.status);
  if (!status) throw bad(`--status must be one of ${statuses.join(', ')}.`);
  await within(values.institution, async (scope) => {
    const found = await allOf<Claim>((last, limit) =>
      selectClaims(scope, { status, after: last?.id, limit }),
    );
    printRows(print, found.map(rowOf), { json: values.json, none: `No ${status} claims.` });
  });
};

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

const approve = async (args: string[], { within, print }: Context) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...institutionOption,
      profile: { type: 'string' },
      'new-profile': { type: 'boolean', default: false },
      'external-id': { type: 'string' },
    },
  });
  const id = oneId('claim', positionals, hint);
  const { profile, 'new-profile': isNew, 'external-id': externalId } = values;
  if ((profile === undefined) !== isNew)
    throw bad('Specify the profile with --profile prof_…, or create one with --new-profile.');
  if (externalId !== undefined && !isNew) throw bad('--external-id can only be used with --new-profile.');
  const finding =
    profile === undefined
      ? ({ newProfile: true, externalId } as const)
      : { profileId: oneId('profile', [profile], '--profile must be the ID of a profile (prof_…).') };
  await within(values.institution, async (scope, { tokens: { revocations } }) => {
    const { email } = await approveClaim(scope, revocations, id, finding);
    print(`Approved. The profile now belongs to ${email}, and they are notified by email.`);
  });
};

const reject = async (args: string[], { within, print }: Context) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...institutionOption, reason: { type: 'string' } },
  });
  const id = oneId('claim', positionals, hint);
  const reason = values.reason?.trim();
  if (!reason || reason.length > 500)
    throw bad('Enter a reason of at most 500 characters: --reason "…". The member sees it.');
  await within(values.institution, async (scope) => {
    const { email } = await rejectClaim(scope, id, reason);
    print(`Rejected. The reason is emailed to ${email}.`);
  });
};

export const claimCommands: Commands<CommandServices> = {
  'claims list': {
    synopsis: '--institution SLUG [--status pending|approved|rejected] [--json]',
    help: 'list claims to a profile, the longest waiting first',
    run: list,
  },
  'claims approve': {
    synopsis: 'CLAIM_ID --institution SLUG --profile PROFILE_ID | --new-profile [--external-id ID]',
    help: 'assign the profile to the member, or create one from what they stated',
    run: approve,
  },
  'claims reject': {
    synopsis: 'CLAIM_ID --institution SLUG --reason TEXT',
    help: 'reject a claim; the member sees the reason',
    run: reject,
  },
};
