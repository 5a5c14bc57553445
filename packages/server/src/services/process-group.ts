import { createHash } from 'node:crypto';

/** Names what processes share through Redis: those with the same secret are one Homecoming. */
export function processGroup(purpose: string, secret: string): string {
  const digest = createHash('sha256').update(`${purpose} `).update(secret).digest('hex');
  return `homecoming:${digest.slice(0, 16)}`;
}
