import type { RequestSource } from '../platform/audit';
import { isImpersonated, type Scope } from '../platform/scope';
import type { Caller } from './principal';

/** What is told of a call in a member's name: what it changed is told by the change itself. */
export type ImpersonatedAct = 'impersonation.read' | 'impersonation.refused';

export interface ImpersonatedCall {
  readonly action: ImpersonatedAct;
  readonly operationId: string;
  readonly path?: object;
  /** The parameters, without any credential. */
  readonly query?: object;
  readonly answer?: unknown;
  /** Of a call that was refused. */
  readonly why?: string;
}

/**
 * Says in the institution's log what an operator has read in a member's name, or was refused. Committed before the answer goes out:
 * nothing is read that is not told.
 */
export async function tellImpersonated(
  open: (caller: Caller, request: RequestSource) => Scope,
  caller: Caller,
  request: RequestSource,
  act: ImpersonatedCall,
): Promise<void> {
  const { principal } = caller;
  if (!isImpersonated(principal)) return;
  const { action, operationId, path, query, answer, why } = act;
  const ids = idsIn(answer);
  const subject = { kind: 'member', id: principal.memberId } as const;
  const after = {
    ...{ operationId, ...path },
    ...(query && Object.keys(query).length && { query }),
    ...(ids.length && { ids }),
    ...(why !== undefined && { why }),
  };
  await open(caller, request).transaction(async (tx) =>
    Promise.resolve(tx.audit.add({ action, subject, after })),
  );
}

interface Identified {
  readonly id?: string;
}

/** Whose data an answer shows: of a page, of each item; of anything else its own id. */
function idsIn(answer: unknown): string[] {
  const { data, ...rest } = (answer ?? {}) as Identified & { readonly data?: unknown };
  const shown = Array.isArray(data) ? (data as Identified[]) : [rest];
  return shown.flatMap(({ id }) => (id === undefined ? [] : [id]));
}
