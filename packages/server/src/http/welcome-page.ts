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
  ['/docs/guides', 'Guides', 'Build with Homecoming, import your alumni, and run it'],
  ['/docs', 'API reference', 'Every endpoint and webhook, with code samples'],
  ['/docs/errors', 'Errors', 'What each error code means and what to do'],
  ['/openapi.json', 'OpenAPI contract', 'The machine-readable description of the API'],
] as const;

/** What people see when they open the service's address. */
export function welcomePage({ origin, demo, showsMail }: WelcomeFacts): string {
  const key = demo?.[0]?.publishableKey ?? 'pk_live_…';
  const snippet = `<script type="module" src="${origin}/v1/widgets.js"></script>
<hc-alumni-search publishable-key="${key}"></hc-alumni-search>`;
  const cards = links.map(
    ([href, name, about]) => `<li><a href="${href}"><b>${name}</b><span>${about}</span></a></li>`,
  );
  const mail = showsMail
    ? '<p>No email leaves this computer. Sign-in codes and other messages appear in the <a href="/dev/mail">demo mailbox</a>.</p>'
    : '';
  return sitePage({
    title: 'Homecoming',
    body: `<h1>This is Homecoming, an alumni backend</h1>
<p class="lead">It stores an institution’s graduates, and adds search, sign-in and profiles to the website that the institution already has. Use it through its API, a typed SDK, or web components.</p>
<ul class="cards">${cards.join('')}</ul>
<h2>Alumni search in two lines</h2>
<p>Paste this into any page${demo ? '. The demo keys work on every page at <code>localhost</code>' : ' whose origin your publishable key allows'}:</p>
<pre tabindex="0"><code>${escapeHtml(snippet)}</code></pre>
<p class="soft">For more elements, attributes and themes, see the <a href="/docs/guides/widgets">widgets guide</a>. To call the API from code, use <a href="/docs/guides/sdk">the SDK</a>.</p>
${demo?.length ? `<h2>The demo</h2>${demo.map(institution).join('\n')}${mail}<p>Secret keys are for servers only, so they aren’t shown here. Find them in the terminal where you started the demo, or in <code>demo.json</code> in its data folder.</p>` : ''}`,
  });
}

function institution({ name, site, publishableKey, claim }: ShownInstitution): string {
  const claiming = claim
    ? `<dt>Try a claim</dt><dd>On “My profile”, sign in as <code>${escapeHtml(claim.email)}</code> and enter the name ${escapeHtml(claim.name)}. The claim is approved right away.</dd>`
    : '';
  return `<h3>${escapeHtml(name)}</h3>
<dl class="facts"><dt>Site</dt><dd><a href="${escapeHtml(site)}">${escapeHtml(site)}</a></dd>
<dt>Publishable key</dt><dd><code>${escapeHtml(publishableKey)}</code></dd>${claiming}</dl>`;
}
