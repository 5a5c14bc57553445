import { defineFeature } from '../feature';

export const sessions = defineFeature({
  // Kept for a month after their end, for whoever asks how an account was used.
  retention: [{ table: 'sessions', since: 'expires_at', keepDays: 30 }],
  audits: ['session.ended', 'session.opened'],
});
