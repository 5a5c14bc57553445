import { type Client, createClient } from '@homecoming/sdk';
import { describe, expect, it } from 'vitest';
import { operations } from '../contract/document';
import { sdkCalls } from '../contract/generated/sdk-calls';
import { referenceDocument } from './reference-document';

interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly 'x-codeSamples': readonly { readonly label: string; readonly source: string }[];
}
const document = JSON.parse(referenceDocument()) as {
  tags: { name: string }[];
  paths: Record<string, Record<string, Described>>;
  webhooks: Record<string, Record<string, Described>>;
};
const described = Object.values(document.paths)
  .flatMap((item) => Object.values(item))
  .filter(({ operationId }) => operationId);
const sampleOf = (operationId: string, label: string) =>
  described
    .find((each) => each.operationId === operationId)!
    ['x-codeSamples'].find((each) => each.label === label)?.source;

describe('the reference', () => {
  it('puts what is sent to webhooks after all that can be called', () => {
    const last = document.tags.at(-1)!.name;
    expect(new Set(Object.values(document.webhooks).flatMap((item) => Object.values(item)[0]!.tags))).toEqual(
      new Set([last]),
    );
    expect(described.filter(({ tags }) => tags.includes(last))).toEqual([]);
  });

  it('shows every operation as curl, and as the SDK where the SDK has it', () => {
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(
      operations.map(({ operationId }) => operationId).sort(),
    );
    for (const { operationId } of operations) {
      expect(sampleOf(operationId, 'curl')).toMatch(/^curl /);
      expect(sampleOf(operationId, 'SDK') !== undefined).toBe(operationId in sdkCalls);
    }
  });

  it.each(Object.keys(sdkCalls))('the SDK’s sample of %s sends that operation', async (operationId) => {
    const { method, path, body } = operations.find((each) => each.operationId === operationId)!;
    const call = sampleOf(operationId, 'SDK')!.split('\n\n').at(-1)!;
    const sent: { method: string; pathname: string; body: unknown }[] = [];
    const hc = createClient({
      baseUrl: 'https://alumni.example.edu',
      key: 'sk_test_sample',
      fetch: async (url, init) => {
        const { pathname } = new URL(String(url));
        const text = typeof init?.body === 'string' ? init.body : undefined;
        sent.push({ method: init?.method ?? 'GET', pathname, body: text && (JSON.parse(text) as unknown) });
        throw new TypeError('nothing is sent');
      },
      maxRetries: 0,
    });
    await run(call, hc);
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
    expect(sent[0]).toMatchObject({
      method: method.toUpperCase(),
      pathname: expect.stringMatching(pattern) as string,
    });
    if (body?.['application/json']) expect(sent[0]!.body).toBeTypeOf('object');
  });
});

/** Runs a sample's call; that nothing is answered is no matter. */
async function run(call: string, hc: Client): Promise<void> {
  const AsyncFunction = (async () => undefined).constructor as new (
    ...text: string[]
  ) => (client: Client, readFile: () => Promise<Uint8Array>) => Promise<unknown>;
  await new AsyncFunction('hc', 'readFile', call)(hc, async () => new Uint8Array(1)).catch(() => undefined);
}
