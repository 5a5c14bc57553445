import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { formatId } from '../../platform/ids';
import { callingOperator } from '../../platform/scope';
import { presentMember } from '../members';
import type { Tokens } from '../tokens';
import { endSessions } from './end';
import { endImpersonation, showImpersonations, startImpersonation } from './impersonations/impersonate';
import {
  foundInstitution,
  lookUpMember,
  showAuditLog,
  showInstitution,
  showInstitutions,
} from './institutions';
import { changePassword, endOwnSession, listOwnSessions } from './own-sessions';
import { presentImpersonation, presentInstitution, presentSession, presentStarted } from './present';
import { createOperatorServices } from './services';
import { beginSetUp, confirmSetUp } from './set-up';
import { signIn } from './sign-in';

type OperatorOperation =
  | 'setUpAsOperator'
  | 'confirmSetUpAsOperator'
  | 'signInAsOperator'
  | 'signOutAsOperator'
  | 'listOwnSessionsAsOperator'
  | 'endOwnSessionAsOperator'
  | 'setOwnPasswordAsOperator'
  | 'listInstitutionsAsOperator'
  | 'createInstitutionAsOperator'
  | 'getInstitutionAsOperator'
  | 'listAuditLogAsOperator'
  | 'findMembersAsOperator'
  | 'startImpersonationAsOperator'
  | 'listImpersonationsAsOperator'
  | 'endImpersonationAsOperator';

const defaultMinutes = 15;

export interface OperatorHandlerServices {
  readonly secret: string;
  readonly tokens: Tokens;
}

export function operatorHandlers({ secret, tokens }: OperatorHandlerServices): Handlers<OperatorOperation> {
  const services = createOperatorServices({ secret, ...tokens });
  return {
    setUpAsOperator: ({ scope, body }) => beginSetUp(scope, services, body),

    confirmSetUpAsOperator: async ({ scope, body }) => {
      await confirmSetUp(scope, services, body);
      return undefined;
    },

    signInAsOperator: async ({ scope, body, network }) => {
      const { token, operatorId, expiresAt } = await signIn(scope, services, { ...body, network });
      return { token, operatorId: formatId('operator', operatorId), expiresAt: expiresAt.toISOString() };
    },

    signOutAsOperator: async ({ scope }) => {
      const { operatorId, sessionId } = callingOperator(scope);
      await endSessions(scope, services, { operatorId, sessionId, why: 'signed_out' });
      return undefined;
    },

    listOwnSessionsAsOperator: async ({ scope }) => {
      const principal = callingOperator(scope);
      const sessions = await listOwnSessions(scope, principal);
      return { data: sessions.map((session) => presentSession(session, principal)) };
    },

    endOwnSessionAsOperator: async ({ scope, path }) => {
      const id = uuidOf('operatorSession', path.sessionId);
      await endOwnSession(scope, services, callingOperator(scope), id);
      return undefined;
    },

    setOwnPasswordAsOperator: async ({ scope, body, network }) => {
      await changePassword(scope, services, callingOperator(scope), { ...body, network });
      return undefined;
    },

    listInstitutionsAsOperator: async ({ scope, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) => showInstitutions(scope, { before, limit: most }),
        cursorOf: ({ institution }) => institution.id,
      });
      return { data: items.map(presentInstitution), nextCursor };
    },

    createInstitutionAsOperator: async ({ scope, body }) => {
      const { slug, name, mode, publicFields = [], origins = [] } = body;
      const audienceDefaults = Object.fromEntries(publicFields.map((field) => [field, 'public'] as const));
      const draft = { slug, name, mode, audienceDefaults, publicCountThreshold: 3 };
      const { record, keys } = await foundInstitution(scope, draft, origins);
      const { secretKey, secretKeyExpiresAt, publishableKey } = keys;
      return {
        ...presentInstitution(record),
        secretKey,
        secretKeyExpiresAt: secretKeyExpiresAt.toISOString(),
        ...(publishableKey !== undefined && { publishableKey }),
      };
    },

    getInstitutionAsOperator: async ({ scope, path }) => {
      const { institution } = path;
      // No slug has an underscore.
      const by = institution.includes('_')
        ? { id: uuidOf('institution', institution) }
        : { slug: institution };
      return presentInstitution(await showInstitution(scope, by));
    },

    listAuditLogAsOperator: ({ scope, path, query, page }) =>
      showAuditLog(scope, uuidOf('institution', path.institutionId), query, page),

    findMembersAsOperator: async ({ scope, path, query }) => {
      const member = await lookUpMember(scope, uuidOf('institution', path.institutionId), query.email);
      return { data: member ? [presentMember(member)] : [] };
    },

    startImpersonationAsOperator: async ({ scope, body, reauthorize }) => {
      const { institutionId, memberId, reason, minutes = defaultMinutes } = body;
      const draft = {
        institutionId: uuidOf('institution', institutionId),
        memberId: uuidOf('member', memberId),
        ...{ reason, minutes },
      };
      return presentStarted(await startImpersonation(scope, services, draft, reauthorize));
    },

    listImpersonationsAsOperator: async ({ scope }) => ({
      data: (await showImpersonations(scope)).map(presentImpersonation),
    }),

    endImpersonationAsOperator: async ({ scope, path }) => {
      await endImpersonation(scope, services, uuidOf('impersonation', path.impersonationId));
      return undefined;
    },
  };
}
