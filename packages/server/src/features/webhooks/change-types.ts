import { contract } from '../../contract/document';

/** What “send a test” sends: no change, so nobody subscribes to it. */
export const testType = 'webhookEndpoint.tested';

/** Every type of change that the contract describes a message for. */
export const changeTypes: readonly string[] = Object.keys(contract.webhooks).filter(
  (type) => type !== testType,
);

/** Whether a change of this type is among those that the patterns name: exact types, `<subject>.*`, `*`. */
export function matches(patterns: readonly string[], type: string): boolean {
  const subject = `${type.slice(0, type.indexOf('.'))}.*`;
  return patterns.some((pattern) => pattern === '*' || pattern === type || pattern === subject);
}

/** The first of the patterns that no type of change answers to. */
export function findUnknownPattern(patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => !changeTypes.some((type) => matches([pattern], type)));
}
