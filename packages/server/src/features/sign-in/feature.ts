import { defineFeature } from '../feature';
import { signInHandlers } from './handlers';
import { triesRetention } from './tries-store';

export const signIn = defineFeature({
  handlers: signInHandlers,
  retention: [
    { table: 'sign_in_codes', since: 'created_at', keepDays: 1 },
    { table: 'email_changes', since: 'created_at', keepDays: 1 },
    triesRetention,
    { table: 'sign_in_counts', since: 'hour', keepDays: 2 },
  ],
  audits: ['member.email_changed', 'member.password_set', 'session.token_reused'],
});
