import { join } from 'node:path';
import { type DemoFacts, readDemoFacts, writeDemoFacts } from '../data-folder';
import { loadProfiles, type LoadReport, type ProfileCreate } from '../features/directory';
import { parseColumnMap, readCsvRegister } from '../features/imports';
import {
  changeSetting,
  createInstitution,
  findInstitution,
  type OperatorTools,
} from '../features/institutions';
import { createKey, keyAuthenticator, scopes, updateKeyOrigins } from '../features/keys';
import { asOwner } from '../platform/owner';
import type { Institution, Scope } from '../platform/scope';
import { checkout } from './checkout';
import { claimable, claimableAmong } from './claimable';
import { type DemoInstitution, demoInstitutions } from './institutions';
import { nobelColumns, nobelRegister } from './nobel';
import { generateProfiles } from './northbridge';
import { seedPhotos } from './photos';
import { type Site, startSite } from './sites';

export interface DemoOptions extends OperatorTools {
  readonly dataFolder: string;
  readonly api: { readonly origin: string; readonly port: number };
  readonly openScope: (institution: Institution) => Scope;
  readonly authenticate: ReturnType<typeof keyAuthenticator>['authenticate'];
  readonly tell: (line: string) => void;
  /** Cuts the seeding off after the chunk under way. */
  readonly signal: AbortSignal;
}

/** Seeds what is not seeded yet, and serves the demo's pages, each on an origin of its own as in real life. */
export async function startDemo(options: DemoOptions): Promise<{ facts: DemoFacts; close(): Promise<void> }> {
  const { dataFolder, api } = options;
  const known = await readDemoFacts(dataFolder);
  const sites: Site[] = [];
  const institutions: DemoFacts['institutions'][number][] = [];
  for (const [i, demo] of demoInstitutions.entries()) {
    const keys = (await knownKeys(known, demo, options)) ?? (await seed(demo, options));
    const folder = join(checkout, demo.sitePath);
    // A lasting address where it is free.
    const port = api.port + 1_000 + i;
    const site = await startSite({
      folder,
      api: api.origin,
      key: keys.publishableKey,
      port: port < 65_536 ? port : 0,
    });
    sites.push(site);
    const institution = await ensureInstitution(demo, options);
    await updateKeyOrigins(options.openScope(institution), keys.publishableKey, [
      site.url,
      'http://localhost:*',
      'http://127.0.0.1:*',
    ]);
    if (demo.signInPage)
      await changeSetting(options, demo.slug, 'signInUrl', new URL(demo.signInPage, site.url).href);
    institutions.push({
      slug: demo.slug,
      name: demo.name,
      site: site.url,
      ...keys,
      ...(demo.slug === 'northbridge' && { claim: claimable(northbridgeRegister(claimableAmong)) }),
    });
  }
  const facts: DemoFacts = { api: api.origin, reference: `${api.origin}/docs`, institutions };
  await writeDemoFacts(dataFolder, facts);
  return { facts, close: async () => void (await Promise.all(sites.map((site) => site.close()))) };
}

type Keys = Pick<DemoFacts['institutions'][number], 'publishableKey' | 'secretKey'>;

/** The keys that demo.json names, where they are good: it is written last, so all that it names is there. */
async function knownKeys(
  facts: DemoFacts | undefined,
  demo: DemoInstitution,
  { authenticate }: DemoOptions,
): Promise<Keys | undefined> {
  const entry = facts?.institutions.find(({ slug }) => slug === demo.slug);
  if (!entry) return undefined;
  const { publishableKey, secretKey } = entry;
  try {
    await Promise.all([authenticate(publishableKey), authenticate(secretKey)]);
    return { publishableKey, secretKey };
  } catch {
    return undefined; // of another database
  }
}

async function ensureInstitution(demo: DemoInstitution, options: DemoOptions): Promise<Institution> {
  const { slug, name, mode, audienceDefaults, publicCountThreshold } = demo;
  const draft = { slug, name, mode, audienceDefaults, publicCountThreshold };
  const made = await createInstitution(options, draft);
  return made ?? (await asOwner(options.ownerUrl, (owner) => findInstitution(owner, slug)))!;
}

/** May be cut off at any moment: what was loaded is recognized by its external ids. */
async function seed(demo: DemoInstitution, options: DemoOptions): Promise<Keys> {
  const started = performance.now();
  const scope = options.openScope(await ensureInstitution(demo, options));
  const drafts = await register(demo);
  let told = 0;
  const progress = ({ created, updated, unchanged }: LoadReport) => {
    options.signal.throwIfAborted();
    const done = created + updated + unchanged;
    if (done - told < 10_000) return;
    told = done;
    options.tell(`  ${demo.name}: ${done.toLocaleString('en')} profiles …`);
  };
  const report = await loadProfiles(scope, drafts, { progress });
  const total = report.created + report.updated + report.unchanged;
  options.tell(
    `  ${demo.name}: ${total.toLocaleString('en')} profiles in ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
  // Its origins follow with the site's address.
  const origins = ['http://localhost:*'];
  const publishable = await createKey(scope, { kind: 'publishable', name: 'Demo site', origins });
  const secret = await createKey(scope, { kind: 'secret', name: 'Demo', scopes });
  const keys = { publishableKey: publishable.text, secretKey: secret.text };
  if (demo.photoCount) {
    const { api, signal } = options;
    const count = demo.photoCount;
    const uploaded = await seedPhotos({ api: api.origin, secretKey: secret.text, count, signal });
    options.tell(`  ${demo.name}: ${uploaded} drawn photos.`);
  }
  return keys;
}

const northbridgeRegister = (count: number) => generateProfiles({ count, seed: 1 });

async function register(demo: DemoInstitution): Promise<Iterable<ProfileCreate>> {
  if (demo.slug === 'northbridge') return northbridgeRegister(50_000);
  const { drafts } = await readCsvRegister(nobelRegister, parseColumnMap(nobelColumns));
  return drafts;
}
