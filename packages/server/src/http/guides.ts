import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtFolder } from './built-files';
import { escapeHtml } from './html';
import { sitePage } from './site-page';

/** As the build has rendered it from docs/ (packages/server/build/guides.ts). */
interface Guide {
  readonly slug: string;
  readonly title: string;
  readonly html: string;
}

/** The guides in the order of their index. Decision records are reached from the guides that they explain. */
export const guideGroups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Build',
    [
      ['installing', 'Add the SDK and the widgets to your project'],
      ['widgets', 'Search, sign-in and profiles on any page'],
      ['sdk', 'The typed client for browsers and Node'],
      ['search', 'What a search finds and how results are ranked'],
      ['keys', 'Publishable and secret keys, test and live mode'],
      ['errors', 'Every error code and how to handle it'],
      ['idempotency', 'Retry requests safely'],
      ['files', 'Photos: sizes, URLs and storage'],
      ['versioning', 'What can change in the API, and how'],
    ],
  ],
  [
    'People',
    [
      ['register', 'Import your alumni from a CSV file'],
      ['members', 'Accounts, roles, sessions, invitations'],
      ['verification', 'Claims, degree lists, auto-verified domains'],
      ['sign-in-providers', 'Single sign-on, or sign-in through your own site'],
      ['permissions', 'Who can do what'],
    ],
  ],
  [
    'Integrate',
    [
      ['changes', 'Read every change, in order'],
      ['webhooks', 'Receive changes on your server'],
    ],
  ],
  [
    'Operate',
    [
      ['operating', 'Settings, databases, backups, proxies, limits'],
      ['operators', 'Run the platform and act as a member'],
      ['audit', 'Who did what, with proof'],
      ['tasks', 'Background work and mail'],
      ['performance', 'Benchmarks'],
      ['architecture', 'How Homecoming is built'],
    ],
  ],
];

/** Read once: the docs are part of the build. */
let loading: Promise<ReadonlyMap<string, Guide>> | undefined;

function loadGuides(): Promise<ReadonlyMap<string, Guide>> {
  return (loading ??= readFile(join(builtFolder('server'), 'guides.json'), 'utf8').then(
    (text) => new Map((JSON.parse(text) as Guide[]).map((guide) => [guide.slug, guide])),
  ));
}

/** @returns undefined where there is no such guide */
export async function guidePage(slug: string): Promise<string | undefined> {
  const guides = await loadGuides();
  const guide = guides.get(slug);
  if (!guide) return undefined;
  const links = guideGroups.map(([group, entries]) => {
    const items = entries.map(([each]) => {
      const current = each === slug ? ' aria-current="page"' : '';
      return `<li><a href="/docs/guides/${each}"${current}>${titleOf(guides, each)}</a></li>`;
    });
    return `<h2>${group}</h2><ul>${items.join('')}</ul>`;
  });
  const side = `<nav class="side" aria-label="Guides">${links.join('')}</nav>`;
  const body = `<div class="with-side">${side}<article class="text">${guide.html}</article></div>`;
  return sitePage({ title: `${guide.title} · Homecoming`, place: '/docs/guides', body });
}

export async function guidesIndexPage(): Promise<string> {
  const guides = await loadGuides();
  const sections = guideGroups.map(([group, entries]) => {
    const cards = entries.map(
      ([slug, about]) =>
        `<li><a href="/docs/guides/${slug}"><b>${titleOf(guides, slug)}</b><span>${about}</span></a></li>`,
    );
    return `<h2>${group}</h2><ul class="cards">${cards.join('')}</ul>`;
  });
  return sitePage({
    title: 'Guides · Homecoming',
    place: '/docs/guides',
    body: `<h1>Guides</h1>${sections.join('\n')}`,
  });
}

const titleOf = (guides: ReadonlyMap<string, Guide>, slug: string) =>
  escapeHtml(guides.get(slug)?.title ?? slug);
