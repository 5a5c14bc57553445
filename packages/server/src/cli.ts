import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { showAudit } from './cli-audit';
import { claimCommands } from './cli-claims';
import type { Command, Within } from './cli-commands';
import { failureOf } from './cli-failure';
import { listInstitutions } from './cli-institutions';
import { keyCommands } from './cli-keys';
import { load } from './cli-load';
import { memberCommands } from './cli-members';
import { operatorCommands } from './cli-operators';
import { readConfig, showsStacks, type Config } from './config';
import { Revocations, rotateSigningKeys } from './features/access';
import { verifyAudit, type Anchor } from './features/audit';
import { audienceFields, type AudienceField } from './features/directory';
import { mappableFields } from './features/imports';
import {
  changeSetting,
  createInstitution,
  findInstitution,
  type OperatorTools,
} from './features/institutions';
import { listTasks, presentTask, rerunDeadTasks, rerunTask } from './features/tasks';
import { openLog } from './log';
import { startService } from './main';
import { migrate } from './migrate';
import { auditKeyOf } from './platform/audit-chain';
import { Database } from './platform/database';
import { findEmbeddedPostgres } from './platform/embedded-postgres';
import { parseId } from './platform/ids';
import { oneLine } from './one-line';
import { checkedAddress, InvalidMail } from './platform/mail';
import { asOwner, asOwnerInTransaction } from './platform/owner';
import { Problem } from './contract/problems';
import { platformItself } from './platform/platform-itself';
import { openScope, type Institution, type Scope } from './platform/scope';
import { StartError } from './platform/start-error';
import { secretOf } from './secret';
import { startWorker } from './worker';

const usage = `homecoming <command>

  start                 start the service; without DATABASE_URL on an embedded PostgreSQL, with the demo
  worker                run tasks only, beside services that are started with HOMECOMING_WORKER=0
  migrate               bring the database to the newest step
  load FILE.csv --institution SLUG --map 'Header=field' [--map …]
                        load a register (docs/register.md); can be run again
                        fields: ${mappableFields.join(', ')}
       [--id-from HEADER …] [--generate-ids]
                        make ids from columns, or from whole rows, if no column is mapped to externalId
       [--dry-run] [--json] [--delimiter CHARACTER] [--encoding NAME]
                        list the columns and what would happen; report as JSON; for files where these aren't recognized
                        exit code 1: some rows weren't loaded; 2: none was
  institutions list [--json]
                        list all institutions
  institutions create SLUG --name NAME [--mode live|test] [--public FIELD,…]
                        make an institution; --public names what its public directory shows
  institutions contact SLUG EMAIL|none
                        who is written to about its own affairs, such as a webhook endpoint that was disabled
  institutions sign-in-page SLUG URL|none
                        the page where its people sign in: invitations lead there
  keys create --institution SLUG --kind publishable|secret [--name NAME] [--origin ORIGIN …] [--scope SCOPE …]
              [--expires DATE]
                        make a key and print it
  keys list --institution SLUG [--json]
                        list the keys that aren't revoked: id, what they may do, when they were last used
  keys update KEY_ID --institution SLUG [--name NAME] [--origin ORIGIN …]
                        rename a key, or set the origins that it may be used from
  keys rotate KEY_ID --institution SLUG [--overlap SECONDS]
                        make a key with the same rights and print it; the old one ends after the overlap (a day)
  keys revoke KEY_ID --institution SLUG
                        end a key within a second
  members list --institution SLUG [--q TEXT] [--role ROLE] [--status STATUS] [--json]
                        list members, newest first
  members verify EMAIL|MEMBER_ID --institution SLUG
                        verify a member
  members ban EMAIL|MEMBER_ID --institution SLUG
                        ban a member and end all their sessions within a second
  members make-admin --institution SLUG --email ADDRESS
                        make somebody a verified admin; they sign in with a code that is mailed to the address
  claims list --institution SLUG [--status pending|approved|rejected] [--json]
                        list claims to a profile, those that have waited longest first
  claims approve CLAIM_ID --institution SLUG --profile PROFILE_ID | --new-profile [--external-id ID]
                        give the member that profile, or create one from what they stated
  claims reject CLAIM_ID --institution SLUG --reason TEXT
                        reject a claim; the member reads the reason
  operators create EMAIL
                        let somebody run the platform: print a code to set themselves up with, good for three days
  operators list [--json]
                        list the operators, who run the platform
  operators disable EMAIL
                        end their sessions, and whatever they do as members, within a second
  operators reset EMAIL end their sessions and take their credentials away; print a code to set themselves up anew
  operators log         the platform's own audit log, as newline-delimited JSON
  signing-keys rotate [--at-once]
                        have access tokens signed with a new key, a minute from now; nobody is signed out.
                        --at-once: somebody may have the old one; access tokens end now, sessions go on
  tasks list --institution SLUG [--state waiting|running|dead]
                        show background work, the newest first; dead: what has been given up (the default)
  tasks rerun --institution SLUG TASK_ID … | --all
                        have dead tasks run again
  audit --institution SLUG [--action ACTION] [--limit NUMBER] [--json]
                        show the newest entries of the audit log; --json: the whole log, oldest first
  verify-audit [--institution SLUG [--expect NUMBER:HASH]]
                        verify the audit logs and print their heads; --expect: a head that was printed before

Settings are environment variables: PORT, HOST, HOMECOMING_DATA_DIR, DATABASE_URL, DATABASE_OWNER_URL,
DATABASE_DIRECT_URL, DATABASE_POOL_SIZE, REDIS_URL, TRUSTED_PROXIES, RATE_LIMITS, HOMECOMING_SECRET,
HOMECOMING_OLD_SECRETS, HOMECOMING_DEMO=0, HOMECOMING_WORKER=0, TASK_CONCURRENCY, PUBLIC_URL, SMTP_URL, MAIL_FROM, CHANGES_RETENTION_DAYS, OUTBOUND_ALLOWED_HOSTS,
S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION, METRICS_PORT, SHUTDOWN_DELAY_MS, LOG_LEVEL, LOG_FORMAT.
docs/operating.md explains them.
`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Longer than calls and tasks under way are given to end. */
const longestStopMs = 30_000;

/** Serves until a signal comes, or the service can't go on: then it ends with an error. */
async function serve(
  { shutdownDelayMs }: Pick<Config, 'shutdownDelayMs'>,
  open: (signal: AbortSignal) => Promise<{ stop(): Promise<void>; readonly lost?: Promise<never> }>,
): Promise<void> {
  const started = performance.now();
  const asked = new AbortController();
  // A terminal sends the signal to npm as well, which passes it on: the second one means nothing new.
  const onSignal = () => {
    if (asked.signal.aborted) return;
    print('\nStopping …');
    asked.abort();
    // Whatever hangs, a database for one: the process ends.
    const withinMs = shutdownDelayMs + longestStopMs;
    setTimeout(() => {
      process.stderr.write(`It did not stop within ${withinMs / 1_000} s and was ended.\n`);
      process.exit(1);
    }, withinMs).unref();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const service = await open(asked.signal);
    print(`\nReady in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C stops it.`);
    if (!asked.signal.aborted)
      await Promise.race([once(asked.signal, 'abort'), ...(service.lost ? [service.lost] : [])]);
    await service.stop();
  } catch (error) {
    // What was started has been stopped again.
    if (!asked.signal.aborted) throw error;
  }
  process.exit(0);
}

/** The owner's URL: of the configured database, else of the embedded one, which must be running. */
async function ownerUrlOf(config: Config): Promise<string> {
  const url = config.databaseOwnerUrl ?? (await findEmbeddedPostgres(config.dataFolder));
  if (url) return url;
  throw new StartError(
    `No Homecoming is running on ${config.dataFolder}.`,
    'Start it with npm start, name its folder in HOMECOMING_DATA_DIR, or name a database in DATABASE_URL.',
  );
}

/** Runs `work` as the command line within one institution. */
const within: Within = async (slug, work) => {
  if (!slug) throw new Problem('invalid_request', 'Name the institution: --institution SLUG.');
  const config = readConfig();
  const ownerUrl = await ownerUrlOf(config);
  const institution = await asOwner(ownerUrl, (owner) => findInstitution(owner, slug));
  if (!institution)
    throw new Problem(
      'not_found',
      `There is no institution ${slug}. "homecoming institutions list" shows them.`,
    );
  // Running services learn of what is revoked by themselves, within a second.
  await inScope(config, institution, (scope, database) =>
    work(scope, {
      database,
      revocations: new Revocations({ database, clock: scope.clock, log: scope.log }),
    }),
  );
};

/** Runs `work` as the command line on the platform itself. */
async function onPlatform(work: (platform: Scope, revocations: Revocations) => Promise<void>): Promise<void> {
  await inScope(readConfig(), platformItself, (scope, database) =>
    work(scope, new Revocations({ database, clock: scope.clock, log: scope.log })),
  );
}

async function inScope(
  config: Config,
  institution: Institution,
  work: (scope: Scope, database: Database) => Promise<void>,
): Promise<void> {
  const ownerUrl = await ownerUrlOf(config);
  const database = new Database({ url: config.databaseUrl ?? ownerUrl, poolSize: 2 });
  try {
    await work(
      openScope({
        ...{ database, institution, clock: () => new Date() },
        principal: { kind: 'system' },
        log: openLog(config),
        auditKey: auditKeyOf(await secretOf(config)),
      }),
      database,
    );
  } finally {
    await database.close();
  }
}

async function operatorTools(): Promise<OperatorTools> {
  const config = readConfig();
  return {
    ownerUrl: await ownerUrlOf(config),
    auditKey: auditKeyOf(await secretOf(config)),
    clock: () => new Date(),
  };
}

async function createInstitutions(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      mode: { type: 'string', default: 'test' },
      public: { type: 'string' },
    },
  });
  const [slug] = positionals;
  const { name = slug, mode } = values;
  if (!slug || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
    throw new Problem(
      'invalid_request',
      'Name the institution by a slug: small letters, digits and hyphens.',
    );
  }
  if (mode !== 'live' && mode !== 'test') throw new Problem('invalid_request', '--mode is live or test.');
  const shown = values.public?.split(',').map((field) => [field.trim(), 'public'] as const) ?? [];
  const unknown = shown.find(([field]) => !audienceFields.includes(field as AudienceField));
  if (unknown) {
    throw new Problem(
      'invalid_request',
      `There is no field ${unknown[0]}. There are: ${audienceFields.join(', ')}.`,
    );
  }
  const made = await createInstitution(await operatorTools(), {
    ...{ slug, mode, name: name! },
    audienceDefaults: Object.fromEntries(shown),
    publicCountThreshold: 3,
  });
  if (!made) throw new Problem('conflict', `There is an institution ${slug} already.`);
  print(`Created ${made.name} (${made.slug}), ${made.mode} mode.`);
}

async function setContact(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [slug, email, ...more] = positionals;
  if (!slug || !email || more.length) {
    throw new Problem(
      'invalid_request',
      'Name the institution and an address: institutions contact SLUG EMAIL.',
    );
  }
  const nobody = email === 'none';
  try {
    if (!nobody) checkedAddress(email);
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    throw new Problem('invalid_request', error.message, { cause: error });
  }
  const institution = await changeSetting(
    await operatorTools(),
    slug,
    'contactEmail',
    nobody ? undefined : email,
  );
  if (!institution) throw new Problem('not_found', `There is no institution ${slug}.`);
  print(
    `${institution.name}: ${nobody ? 'nobody is written to' : `mail about its own affairs goes to ${email}`}.`,
  );
}

async function setSignInPage(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [slug, text, ...more] = positionals;
  if (!slug || !text || more.length) {
    throw new Problem(
      'invalid_request',
      'Name the institution and an address: institutions sign-in-page SLUG URL.',
    );
  }
  const url = text === 'none' ? undefined : pageAddress(text);
  const institution = await changeSetting(await operatorTools(), slug, 'signInUrl', url);
  if (!institution) throw new Problem('not_found', `There is no institution ${slug}.`);
  print(`${institution.name}: ${url ? `mails lead to ${url}` : 'mails lead to no page'}.`);
}

/** @throws {Problem} invalid_request */
function pageAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return url.href;
  throw new Problem('invalid_request', `${text} is not the address of a page: begin with https://.`);
}

const taskStates = ['waiting', 'running', 'dead'] as const;

async function showTasks(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { institution: { type: 'string' }, state: { type: 'string', default: 'dead' } },
  });
  const state = taskStates.find((each) => each === values.state);
  if (!state) throw new Problem('invalid_request', `--state is ${taskStates.join(', ')}.`);
  await within(values.institution, async (scope) => {
    const found = await listTasks(scope, { state, before: undefined, limit: mostTasksShown + 1 });
    for (const task of found.slice(0, mostTasksShown)) {
      const { id, name, attempts, maxAttempts, runAt, lastError } = presentTask(task);
      print(
        `${id}  ${name}  ${attempts} of ${maxAttempts} tries, due ${runAt}${lastError ? `: ${oneLine(lastError)}` : ''}`,
      );
    }
    if (found.length > mostTasksShown) print('… and more');
    if (!found.length) print(`There is no ${state} task.`);
  });
}

const mostTasksShown = 100;

async function rerunTasks(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { institution: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  if (values.all === positionals.length > 0)
    throw new Problem('invalid_request', 'Name dead tasks by their ids, or all of them with --all.');
  const ids = positionals.map((id) => {
    const uuid = parseId('task', id);
    if (!uuid) throw new Problem('invalid_id', `${id} is not the id of a task.`);
    return uuid;
  });
  await within(values.institution, async (scope) => {
    let done = 0;
    if (values.all) done = await rerunDeadTasks(scope);
    for (const id of ids) {
      await rerunTask(scope, id);
      done++;
    }
    print(`${done} task${done === 1 ? '' : 's'} will run again.`);
  });
}

async function verifyAuditLogs(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { institution: { type: 'string' }, expect: { type: 'string' } },
  });
  const { institution: slug } = values;
  const anchor = values.expect === undefined ? undefined : anchorOf(values.expect);
  if (anchor && !slug)
    throw new Problem('invalid_request', 'Name the institution that --expect is of: --institution SLUG.');
  const config = readConfig();
  const keys = [...config.oldSecrets, await secretOf(config)].map(auditKeyOf);
  let logs = 0;
  await asOwner(await ownerUrlOf(config), async (owner) => {
    for await (const verdict of verifyAudit(owner, { keys, slug, anchor })) {
      logs++;
      const { entries, head, faults, faultCount } = verdict;
      if (verdict.hasOtherSecret)
        print(`${verdict.slug}: this log was written with another secret. ${otherSecretHint}`);
      const end = head ? ` Head ${head.number}:${head.hash}` : '';
      print(
        `${verdict.slug}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${faultCount ? `${faultCount} fault${faultCount === 1 ? '' : 's'}.` : 'whole.'}${end}`,
      );
      for (const fault of faults) print(`  ${fault}`);
      if (faultCount > faults.length) print(`  … and ${faultCount - faults.length} more`);
      if (faultCount) process.exitCode = 1;
    }
  });
  if (slug && !logs) throw new Problem('not_found', `There is no institution ${slug}.`);
}

const otherSecretHint =
  'Run the command with the HOMECOMING_SECRET of the service, and list replaced ones in HOMECOMING_OLD_SECRETS. Until then every entry below looks altered.';

function anchorOf(text: string): Anchor {
  const [, number, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!hash)
    throw new Problem('invalid_request', '--expect is a head as verify-audit prints it: NUMBER:HASH.');
  return { number: Number(number), hash };
}

async function rotateKeys(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { 'at-once': { type: 'boolean', default: false } } });
  const config = readConfig();
  const secret = await secretOf(config);
  const clock = () => new Date();
  const id = await asOwnerInTransaction(await ownerUrlOf(config), (owner) =>
    rotateSigningKeys(owner, { secret, clock }, { atOnce: values['at-once'] }),
  );
  print(`Access tokens are signed with the key ${id} ${values['at-once'] ? 'now' : 'a minute from now'}.`);
}

const groups: Readonly<Record<'keys' | 'members' | 'claims', Readonly<Record<string, Command>>>> = {
  keys: keyCommands,
  members: memberCommands,
  claims: claimCommands,
};

async function run([command = '', ...args]: string[]): Promise<void> {
  switch (command) {
    case 'start': {
      const config = readConfig();
      return serve(config, (signal) => startService(config, print, signal));
    }
    case 'worker': {
      const config = readConfig();
      return serve({ shutdownDelayMs: 0 }, () => startWorker(config, print));
    }
    case 'migrate': {
      const steps = await migrate(await ownerUrlOf(readConfig()));
      return print(steps.length ? steps.join('\n') : 'Nothing to do.');
    }
    case 'load':
      return load(args, within, print).catch((error: unknown) => fail(error, 2));
    case 'institutions':
      if (args[0] === 'list') return listInstitutions(args.slice(1), onPlatform, print);
      if (args[0] === 'create') return createInstitutions(args.slice(1));
      if (args[0] === 'contact') return setContact(args.slice(1));
      if (args[0] === 'sign-in-page') return setSignInPage(args.slice(1));
      break;
    case 'keys':
    case 'members':
    case 'claims': {
      const [name = '', ...rest] = args;
      const commands = groups[command];
      if (Object.hasOwn(commands, name)) return commands[name]!(rest, within, print);
      break;
    }
    case 'operators': {
      const [name = '', ...rest] = args;
      if (Object.hasOwn(operatorCommands, name)) return operatorCommands[name]!(rest, onPlatform, print);
      break;
    }
    case 'signing-keys':
      if (args[0] === 'rotate') return rotateKeys(args.slice(1));
      break;
    case 'tasks':
      if (args[0] === 'list') return showTasks(args.slice(1));
      if (args[0] === 'rerun') return rerunTasks(args.slice(1));
      break;
    case 'audit':
      return showAudit(args, within, print);
    case 'verify-audit':
      return verifyAuditLogs(args);
    case 'help':
    case '--help':
      return print(usage);
    default:
  }
  process.stderr.write(usage);
  process.exitCode = 2;
}

/** @param code of what was asked for wrongly; an unexpected error always ends with 1 */
function fail(error: unknown, code = 1): void {
  const { text, isExpected } = failureOf(error, showsStacks());
  process.stderr.write(`${text}\n`);
  process.exit(isExpected ? code : 1);
}

// Whoever reads the output may stop reading: `homecoming load … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

run(process.argv.slice(2)).catch(fail);
