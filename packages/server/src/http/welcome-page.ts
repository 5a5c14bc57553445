import { escapeHtml } from './html';
import { sitePage } from './site-page';

/** An institution of the demo, as far as its page may show it: nothing secret. */
export interface ShownInstitution {
  readonly name: string;
  readonly site: string;
  readonly publishableKey: string;
  readonly claim?: { readonly email: string; readonly name: string } | undefined;
}

export interface WelcomeFacts {
  /** Where browsers reach the service. */
  readonly origin: string;
  /** Of a demo that runs, once it is seeded; undefined where there is none. */
  readonly demo: readonly ShownInstitution[] | undefined;
  /** Whether mail is shown at /dev/mail. */
  readonly showsMail: boolean;
}

const links = [
  ['/docs/guides', 'Guides', 'How to build with it, load a register, and run it'],
  ['/docs', 'API reference', 'Every endpoint and webhook, with samples'],
  ['/docs/errors', 'Errors', 'What each error code means and what to do'],
  ['/openapi.json', 'OpenAPI contract', 'The machine-readable description of the API'],
] as const;

/** What a person sees who opens the service's address. */
export function welcomePage({ origin, demo, showsMail }: WelcomeFacts): string {
  const key = demo?.[0]?.publishableKey ?? 'pk_live_…';
  const snippet = `<script type="module" src="${origin}/v1/widgets.js"></script>
<hc-alumni-search publishable-key="${key}"></hc-alumni-search>`;
  const cards = links.map(
    ([href, name, about]) => `<li><a href="${href}"><b>${name}</b><span>${about}</span></a></li>`,
  );
  const mail = showsMail
    ? '<p>No email leaves this machine: sign-in codes and other messages appear in the <a href="/dev/mail">demo mailbox</a>.</p>'
    : '';
  return sitePage({
    title: 'Homecoming',
    body: `<h1>This is Homecoming, an alumni backend</h1>
<p class="lead">It holds an institution’s register of graduates, and puts search, sign-in and profiles on the site that the institution already has. You reach it through one API, a typed SDK, or web components.</p>
<ul class="cards">${cards.join('')}</ul>
<h2>Alumni search in two lines</h2>
<p>Paste this into any page${demo ? '. The demo’s keys work on every page at <code>localhost</code>' : ' whose origin your publishable key allows'}:</p>
<pre tabindex="0"><code>${escapeHtml(snippet)}</code></pre>
<p class="soft">More elements, attributes and theming: <a href="/docs/guides/widgets">widgets</a>. In a program: <a href="/docs/guides/sdk">the SDK</a>.</p>
${demo?.length ? `<h2>The demo</h2>${demo.map(institution).join('\n')}${mail}<p>Secret keys are for servers, so they aren’t shown here: they are in the terminal that started the demo and in <code>demo.json</code> in its data folder.</p>` : ''}`,
  });
}

function institution({ name, site, publishableKey, claim }: ShownInstitution): string {
  const claiming = claim
    ? `<dt>Try a claim</dt><dd>Sign in on “My profile” as <code>${escapeHtml(claim.email)}</code> and enter the name ${escapeHtml(claim.name)}: the claim is approved at once.</dd>`
    : '';
  return `<h3>${escapeHtml(name)}</h3>
<dl class="facts"><dt>Site</dt><dd><a href="${escapeHtml(site)}">${escapeHtml(site)}</a></dd>
<dt>Publishable key</dt><dd><code>${escapeHtml(publishableKey)}</code></dd>${claiming}</dl>`;
}
