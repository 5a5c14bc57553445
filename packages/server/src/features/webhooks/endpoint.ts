import type { Audience } from '../../platform/scope';
import type { Health } from './health';
import type { SignatureKind } from './signing';

/** Where changes are sent. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly description: string | undefined;
  readonly audience: Audience;
  /** Of the key that last made or changed it: it receives only types that these scopes allow. */
  readonly scopes: readonly string[];
  readonly signature: SignatureKind;
  readonly enabled: boolean;
  readonly disabledReason: 'gone' | 'failing' | undefined;
  readonly version: number;
  /** It gets what stands in the log after this. */
  readonly afterPosition: number;
  readonly health: Health;
  readonly replay: Replay | undefined;
  /** Until when the secret before the present one signs too. */
  readonly secretExpiresAt: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A piece of the log that is made into deliveries once more. */
export interface Replay {
  readonly after: number;
  /** Up to here: what comes later is delivered as usual. */
  readonly until: number;
  readonly from: Date;
}
