import { newId } from '../ids';
import type { Scope } from '../scope';
import { defineTask, priorities } from '../tasks';
import { checkedAddress, checkedHeader, InvalidMail } from './address';
import { insertMail } from './store';

export interface MailDraft {
  /** One address, as a person gave it. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for readers of HTML; the text stays what counts. */
  readonly html?: string;
}

export const mailTask = defineTask<{ readonly mailId: string }>('mail.send', { priority: priorities.mail });

const longest = { subject: 200, text: 100_000, html: 500_000 } as const;

/**
 * Asks within a transaction for a mail: it leaves once the transaction has committed. Links in it begin with the setting
 * PUBLIC_URL, never with what a request's headers say.
 * @throws {InvalidMail} for an address that is none, a subject of several lines, or too much text
 */
export async function mail(tx: Scope, { to, subject, text, html }: MailDraft): Promise<void> {
  const recipient = checkedAddress(to);
  checkedHeader(subject, 'subject');
  for (const [name, value] of Object.entries({ subject, text, html: html ?? '' })) {
    if (value.length > longest[name as keyof typeof longest])
      throw new InvalidMail(`The ${name} is too long.`);
    if (value.includes('\0')) throw new InvalidMail(`The ${name} contains a NUL character.`);
  }
  const id = newId();
  await insertMail(tx, { id, createdAt: tx.clock(), recipient, subject, text, html });
  mailTask.add(tx, { mailId: id });
}
