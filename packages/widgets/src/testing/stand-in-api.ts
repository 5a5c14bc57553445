import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '@homecoming/sdk';
import { createPeople, type Person } from './people';
import { StandInProfile } from './stand-in-profile';
import { profileOf, searchPeople, suggestFrom } from './stand-in-search';
import { StandInSignIn } from './stand-in-sign-in';

/** What a test has the service answer instead of what it would; `undefined` for what it would. A promise holds it back. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'disconnect'
  | undefined;
export type Rule = (url: URL, method: string) => Answer | Promise<Answer>;

export const publishableKey = 'pk_test_northbridge_3f9c1d7a5be8';

const photo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#7b8ea8"/><circle cx="20" cy="16" r="7" fill="#e8edf4"/><path d="M6 40c2-10 8-14 14-14s12 4 14 14" fill="#e8edf4"/></svg>`;

const contract = JSON.parse(
  readFileSync(new URL('../../../../openapi/openapi.json', import.meta.url), 'utf8'),
) as {
  paths: Record<string, { get: { parameters: { name?: string; $ref?: string }[] } }>;
};

/** A problem as the contract words it. @param headers such as `retry-after`, in seconds */
export function problem(
  status: number,
  code: Problem['code'],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers,
    body: {
      type: `/docs/errors#${code}`,
      title: code,
      status,
      code,
      requestId: 'req-7d43a6c7',
    } satisfies Problem,
  };
}

const refuse = (status: number, code: Problem['code'], more: object = {}) => {
  const { body } = problem(status, code) as { body: object };
  return { status, body: { ...body, ...more } };
};

/** Whom only verified members find. */
const forMembers: Person = {
  id: 'prof_01jdyvbv7gen8t9pe8z5999999',
  displayName: 'Irène Joliot-Curie',
};

const newSignIn = () => new StandInSignIn(refuse);

/** The service as a page meets it: the bundle, search and suggestions, signing in, and whatever a test wants to go wrong. */
export class StandInApi {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #people: Person[] = [];
  readonly searches: URL[] = [];
  signIn = newSignIn();
  own = new StandInProfile(refuse);
  rule: Rule = () => undefined;

  private constructor(private readonly bundle: ReadonlyMap<string, Buffer>) {}

  static async start(bundle: ReadonlyMap<string, Buffer>): Promise<StandInApi> {
    const api = new StandInApi(bundle);
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    api.#people = createPeople(api.origin);
    return api;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what a test has done. */
  reset(): void {
    this.rule = () => undefined;
    this.searches.length = 0;
    this.signIn = newSignIn();
    this.own = new StandInProfile(refuse);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'Retry-After');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
      response.setHeader(
        'access-control-allow-headers',
        'Homecoming-Key, Authorization, Content-Type, Idempotency-Key',
      );
      return void response.writeHead(204).end();
    }
    const script = this.bundle.get(url.pathname.replace(/^\/(v1|copy)\//, '/'));
    if (script) {
      response.setHeader('content-type', 'text/javascript');
      response.end(script);
    } else if (url.pathname === '/photo.svg') {
      response.setHeader('content-type', 'image/svg+xml');
      response.end(photo);
    } else if (url.pathname.startsWith('/v1/')) {
      if (url.pathname.endsWith('/search')) this.searches.push(url);
      const answer =
        (await this.rule(url, request.method!)) ??
        this.#person(url) ??
        (await this.#signIn(request, url)) ??
        this.#ordinary(url, request);
      if (answer === 'disconnect') return void response.destroy();
      response.writeHead(answer.status, {
        'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json',
        ...('headers' in answer ? (answer.headers as Record<string, string>) : {}),
      });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    } else {
      response.writeHead(404).end();
    }
  }

  #person({ pathname }: URL): Answer {
    const profile = profileOf(this.#people, pathname.replace('/v1/profiles/', ''));
    return profile && { status: 200, body: profile };
  }

  async #signIn(request: IncomingMessage, { pathname: path, searchParams }: URL) {
    if (!StandInSignIn.knows(path)) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const isJson = bytes.length > 0 && request.headers['content-type'] === 'application/json';
    const body = (isJson ? JSON.parse(bytes.toString()) : {}) as Record<string, string>;
    const token = request.headers.authorization?.replace('Bearer ', '');
    if (!StandInProfile.knows(path) || !this.signIn.isSignedIn(token))
      return this.#signedIn(path, this.signIn.answer({ path, body, token }));
    const { origin, signIn } = this;
    return this.own.answer(
      { method: request.method!, path, body, bytes: bytes.length, viewAs: searchParams.get('audience') },
      { origin, member: signIn.member, update: (member) => (signIn.member = member) },
    );
  }

  /** Who has just signed in has done so recently. */
  #signedIn(path: string, answer: { readonly status: number; readonly body: unknown }) {
    if (path.endsWith('/redeem') && answer.status === 200) this.own.isRecent = true;
    return answer;
  }

  #ordinary(url: URL, { headers }: IncomingMessage): Exclude<Answer, 'disconnect' | undefined> {
    const known = contract.paths[url.pathname]?.get.parameters.map(
      ({ name, $ref }) => name ?? $ref?.split('/').at(-1)?.toLowerCase(),
    );
    const unknown = [...url.searchParams.keys()].filter((name) => name !== 'key' && !known?.includes(name));
    if (unknown.length > 0)
      return {
        status: 400,
        body: { code: 'invalid_request', detail: `Unknown parameters: ${unknown.join(', ')}` },
      };
    if ((url.searchParams.get('key') ?? headers['homecoming-key']) !== publishableKey)
      return { status: 401, body: { ...(problem(401, 'invalid_key') as { body: object }).body } };
    const token = headers.authorization?.replace('Bearer ', '');
    if (token !== undefined && !this.signIn.isSignedIn(token)) return refuse(401, 'session_ended');
    const isMember = token !== undefined && this.signIn.member.status === 'verified';
    const people = isMember ? [...this.#people, forMembers] : this.#people;
    return {
      status: 200,
      body: url.pathname.endsWith('/suggest')
        ? suggestFrom(people, url.searchParams)
        : searchPeople(people, url.searchParams),
    };
  }
}
