import type { webhooks } from '@homecoming/contract';
import { contract } from '../../contract/document';
import type { ChangeType } from '../../platform/change-types';

/** What “send a test” sends: no change, so nobody subscribes to it. */
export const testType = 'webhookEndpoint.tested';

/** Every type that the contract describes a message for. Doesn't compile where one of them isn't in changeTypes, with its scope. */
export const messageTypes: readonly ChangeType[] = Object.keys(contract.webhooks).filter(
  (type) => type !== testType,
) as Exclude<keyof webhooks, typeof testType>[];
