import type { components } from '@homecoming/contract';
import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { formatId } from '../../platform/ids';
import { type Invitation, type InvitationDraft, statusOf } from './invitation';
import { getInvitation, invite, resendInvitation, revokeInvitation } from './invitations';
import { selectInvitations } from './store';

type InvitationOperation =
  'listInvitations' | 'createInvitation' | 'getInvitation' | 'revokeInvitation' | 'resendInvitation';

export function invitationHandlers(): Handlers<InvitationOperation> {
  return {
    listInvitations: async ({ scope, query: { status }, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) => selectInvitations(scope, { status, before, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map((each) => presentInvitation(each, scope.clock())), nextCursor };
    },

    createInvitation: async ({ scope, body }) =>
      presentInvitation(await invite(scope, draftOf(body)), scope.clock()),

    getInvitation: async ({ scope, path }) =>
      presentInvitation(await getInvitation(scope, uuidOf('invitation', path.invitationId)), scope.clock()),

    revokeInvitation: async ({ scope, path }) => {
      await revokeInvitation(scope, uuidOf('invitation', path.invitationId));
      return undefined;
    },

    resendInvitation: async ({ scope, path }) =>
      presentInvitation(
        await resendInvitation(scope, uuidOf('invitation', path.invitationId)),
        scope.clock(),
      ),
  };
}

/** @throws {Problem} invalid_id */
export function draftOf(body: components['schemas']['InvitationCreate']): InvitationDraft {
  const { email, role = 'alumnus', profileId, message } = body;
  return {
    ...{ email, role, message },
    profileId: profileId === undefined ? undefined : uuidOf('profile', profileId),
  };
}

function presentInvitation(invitation: Invitation, now: Date): components['schemas']['Invitation'] {
  const { id, email, role, profileId, memberId, createdAt, mailedAt, expiresAt, acceptedAt } = invitation;
  return {
    id: formatId('invitation', id),
    ...{ email, role },
    ...(profileId && { profileId: formatId('profile', profileId) }),
    status: statusOf(invitation, now),
    ...(memberId && { memberId: formatId('member', memberId) }),
    createdAt: createdAt.toISOString(),
    mailedAt: mailedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(acceptedAt && { acceptedAt: acceptedAt.toISOString() }),
  };
}
