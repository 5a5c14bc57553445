import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../packages/server/src/app';
import { createInstitution } from '../packages/server/src/features/institutions';
import { createKey } from '../packages/server/src/features/keys';
import { insertMember, setPasswordHash } from '../packages/server/src/features/members/store';
import { PasswordHashing } from '../packages/server/src/features/sign-in/hashing';
import { ensureSigningKey } from '../packages/server/src/features/tokens';
import { newId } from '../packages/server/src/platform/ids';
import { asOwnerInTransaction } from '../packages/server/src/platform/owner';
import { openBenchServices } from './services';

/* passwords-server DATABASE_URL: the service as one process, with members who have a password. Told anything, it answers its lag since. */

const password = 'pitchblende in a wooden shed';
const emails = Array.from({ length: 100 }, (_, i) => `member-${i}@bench.example`);

export interface PasswordFacts {
  readonly origin: string;
  readonly key: string;
  /** Of members who all have this password. */
  readonly emails: readonly string[];
  readonly password: string;
}

/** How long the event loop was held up, in milliseconds. */
export interface Lag {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

const url = process.argv[2]!;
const services = await openBenchServices(url);
const { auditKey, clock } = services;
await asOwnerInTransaction(url, (owner) => ensureSigningKey(owner, { secret: 'bench', clock }));
const institution = (await createInstitution(
  { ownerUrl: url, auditKey, clock },
  { slug: 'bench', name: 'Bench', mode: 'test', audienceDefaults: {}, publicCountThreshold: 1 },
))!;
const scope = services.systemScope(institution);
const hash = await new PasswordHashing().hash(password);
await scope.transaction(async (tx) => {
  for (const email of emails) {
    const made = { email, emailVerifiedAt: clock(), role: 'alumnus', status: 'verified' } as const;
    const { id } = await insertMember(tx, { id: newId(), ...made });
    await setPasswordHash(tx, id, hash);
  }
});

const server = createServer(createApp(services).callback() as never);
const resolutionMs = 5;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
process.on('disconnect', () => process.exit());
process.on('message', () => {
  // What is measured is the time between two timers of so many milliseconds each.
  const at = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  const { max } = delay;
  process.send!({
    p50: at(delay.percentile(50)),
    p99: at(delay.percentile(99)),
    most: at(max),
  } satisfies Lag);
  delay.reset();
});
server.listen(0, '127.0.0.1', () => {
  void createKey(scope, {
    kind: 'publishable',
    name: 'bench',
    origins: ['http://127.0.0.1:*'],
  }).then(({ text: key }) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.send!({ origin, key, emails, password } satisfies PasswordFacts);
  });
});
