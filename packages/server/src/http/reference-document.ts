import { contract, operations } from '../contract/document';
import { codeSamples } from './code-samples';

const messages = 'Webhook messages';

type Items = Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>;

/**
 * The contract as the reference shows it: samples at every operation, and what is sent to webhooks after everything that can be
 * called. Redoc shows a tag's webhooks before its endpoints, so they get a tag of their own.
 */
export function referenceDocument(): string {
  const samples = new Map(operations.map((each) => [each.operationId, codeSamples(each)]));
  const paths = mapEntries(contract.paths as Items, (operation) => {
    const known = samples.get(operation.operationId ?? '');
    return known ? { ...operation, 'x-codeSamples': known } : operation;
  });
  const webhooks = mapEntries(contract.webhooks as Items, (each) => ({ ...each, tags: [messages] }));
  const description =
    'What your endpoint receives. See [Webhooks](/docs/guides/webhooks) for signatures and retries.';
  const tags = [...contract.tags, { name: messages, description }];
  // The contract names guides by their files: here they can be opened.
  return JSON.stringify({ ...contract, tags, paths, webhooks }).replaceAll(
    /`docs\/([a-z-]+)\.md`/g,
    '[$1](/docs/guides/$1)',
  );
}

function mapEntries(items: Items, change: (operation: { operationId?: string }) => object): object {
  return Object.fromEntries(
    Object.entries(items).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([method, each]) => [method, change(each)])),
    ]),
  );
}
