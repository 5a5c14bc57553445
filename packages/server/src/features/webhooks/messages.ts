import { contract, type Schema } from '../../contract/document';
import { projection } from '../../contract/serialization';
import { formatId } from '../../platform/ids';
import type { PresentSubjects } from '../../platform/present-subjects';
import type { Audience, Scope } from '../../platform/scope';
import { matches, subjectOf } from '../changes';

/** What subjects look like, by their kinds; a change of a release after this one may have another. */
export type Presenters = Readonly<Partial<Record<string, PresentSubjects>>>;

interface WebhookObject {
  readonly post: {
    readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  };
}

// What the contract does not declare cannot leave in a message either.
const projections = new Map(
  Object.entries(contract.webhooks as unknown as Record<string, WebhookObject>).map(([type, { post }]) => [
    type,
    projection(post.requestBody.content['application/json'].schema),
  ]),
);

/** The body of a message, as the contract describes it. */
export function bodyOf(type: string, occurredAt: Date, data: unknown): string {
  const project = projections.get(type);
  if (!project) throw new Error(`The contract describes no message of the type ${type}.`);
  return JSON.stringify(project({ type, timestamp: occurredAt.toISOString(), data }));
}

/** A change to be told to an audience. */
export interface Telling {
  readonly changeId: string;
  readonly type: string;
  readonly subjectId: string;
  readonly occurredAt: Date;
  readonly audience: Audience;
  /** The types that are wanted. */
  readonly types: readonly string[];
}

/**
 * The bodies of messages, with their subjects as each audience sees them now; all subjects of a kind and an audience are asked
 * for together. Where the audience does not see the subject (any more) it is told that it is gone, by its id and nothing else,
 * whatever the change was: the audience had noticed that, so it may know, and has a copy to remove. Undefined where nobody
 * wants to be told so.
 */
export async function bodiesOf<T extends Telling>(
  scope: Scope,
  presenters: Presenters,
  tellings: readonly T[],
): Promise<Map<T, string | undefined>> {
  const bodies = new Map<T, string | undefined>();
  const groups = new Map<string, T[]>();
  for (const telling of tellings) {
    if (telling.type === goneTypeOf(telling)) {
      bodies.set(telling, bodyOfGone(telling));
      continue;
    }
    const name = `${kindOf(telling)} ${telling.audience}`;
    groups.set(name, [...(groups.get(name) ?? []), telling]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const present = presenters[kindOf(first!)];
    if (!present) throw new Error(`Nobody can present the subject of ${first!.type}.`);
    const ids = [...new Set(group.map(({ subjectId }) => subjectId))];
    const subjects = await present(scope, ids, first!.audience);
    for (const telling of group) {
      const data = subjects.get(telling.subjectId);
      const body = data === undefined ? bodyOfGone(telling) : bodyOf(telling.type, telling.occurredAt, data);
      bodies.set(telling, body);
    }
  }
  return bodies;
}

function bodyOfGone(telling: Telling): string | undefined {
  const type = goneTypeOf(telling);
  if (!projections.has(type) || !matches(telling.types, type)) return undefined;
  return bodyOf(type, telling.occurredAt, { id: subjectOf(telling).id });
}

const kindOf = ({ type }: Telling) => type.slice(0, type.indexOf('.'));
const goneTypeOf = (telling: Telling) => `${kindOf(telling)}.deleted`;

/** The `webhook-id` of a change's messages. */
export const messageIdOf = (changeId: string) => formatId('change', changeId);
