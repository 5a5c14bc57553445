import type { RequestSource } from '../platform/audit';
import { isImpersonated, type Scope } from '../platform/scope';
import type { Caller } from './principal';

/** What is told of a call in a member's name: what it changed is told by the change itself. */
export type ImpersonatedAct = 'impersonation.read' | 'impersonation.refused';

/**
 * Says in the institution's log what an operator has read in a member's name, or was refused. Committed before the answer goes out:
 * nothing is read that is not told.
 */
export async function tellImpersonated(
  open: (caller: Caller, request: RequestSource) => Scope,
  caller: Caller,
  request: RequestSource,
  act: { readonly action: ImpersonatedAct; readonly operationId: string; readonly path?: object },
): Promise<void> {
  const { principal } = caller;
  if (!isImpersonated(principal)) return;
  const { action, operationId, path } = act;
  const subject = { kind: 'member', id: principal.memberId } as const;
  await open(caller, request).transaction(async (tx) =>
    Promise.resolve(tx.audit.add({ action, subject, after: { operationId, ...path } })),
  );
}
