import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseUnavailable } from '../database';
import type { Scope } from '../scope';
import { type TaskHandlers, TaskRefused } from '../tasks';
import type { Sender } from './address';
import { mailTask } from './mail';
import { claimHandOver, findMail, type Mail, releaseHandOver, setSent } from './store';
import { MailNotSent, type MailTransport, MailUnsure, type Message } from './transport';

/** How long the rest of a mail is kept: that it was sent, or, given up, its contents for somebody who has it sent again. */
export const mailKeptDays = 30;

export interface Mailing {
  readonly transport: MailTransport;
  readonly sender: Sender;
}

export function mailTasks({ transport, sender }: Mailing): TaskHandlers {
  return mailTask.handledBy((scope, { mailId }, signal, { reruns }) =>
    send(scope, mailId, reruns, { transport, sender, signal }),
  );
}

interface Sending extends Mailing {
  readonly signal: AbortSignal;
}

async function send(
  scope: Scope,
  mailId: string,
  rerun: number,
  { transport, sender, signal }: Sending,
): Promise<void> {
  const found = await findMail(scope, mailId);
  if (!found) throw new TaskRefused(`The message was deleted: messages are kept for ${mailKeptDays} days.`);
  const { mail, handedOverRerun } = found;
  if (!mail) return; // sent, and the process ended before its task was noted
  const unsure =
    'The message may have been sent: the process or the connection ended after the mail server received all of it. It isn’t resent automatically. To send it again, run the task again.';
  if (handedOverRerun !== undefined && handedOverRerun >= rerun) {
    if (!transport.isRepeatable) throw new TaskRefused(unsure);
    await scope.transaction((tx) => releaseHandOver(tx, mailId, handedOverRerun));
  }
  let claimed = false;
  const handOver = async () => {
    // Committed before the last byte leaves: whoever finds this knows that it may have.
    claimed = await scope.transaction((tx) => claimHandOver(tx, mailId, rerun));
    if (!claimed) throw new TaskRefused('Another process is already sending it.');
  };
  try {
    await transport.send(messageOf(scope, mail, sender), handOver, signal);
  } catch (error) {
    if (error instanceof MailNotSent) {
      if (claimed) await scope.transaction((tx) => releaseHandOver(tx, mailId, rerun));
      if (error.refused) throw new TaskRefused(error.message, { cause: error });
    }
    if (error instanceof MailUnsure) throw new TaskRefused(`${error.message} ${unsure}`, { cause: error });
    throw error;
  }
  await noteSent(scope, mailId, signal);
}

/**
 * It has been sent, so a database that can't be written to at the moment is tried again for a while: the next try of the task would
 * have to say that it may have been sent.
 */
async function noteSent(scope: Scope, mailId: string, signal: AbortSignal): Promise<void> {
  for (let pauseMs = 250; ; pauseMs *= 2) {
    try {
      return await scope.transaction((tx) => setSent(tx, mailId));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || pauseMs > longestNotePauseMs || signal.aborted)
        throw error;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Together about a minute. */
const longestNotePauseMs = 32_000;

function messageOf(scope: Scope, mail: Mail, sender: Sender): Message {
  const { id, createdAt: date, recipient: to, subject, text, html } = mail;
  const messageId = `<${id}@${sender.address.split('@')[1]!}>`;
  const from = { name: sender.name ?? scope.institution.name, address: sender.address };
  return { id, messageId, date, from, to, subject, text, html };
}
