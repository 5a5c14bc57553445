import { join } from 'node:path';
import type { Config } from '../config';
import { MailFolder, type MailTransport, type Sender, SmtpTransport } from '../platform/mail';

export interface MailServices {
  readonly transport: MailTransport;
  readonly sender: Sender;
  /** Where mail is kept if no mail server is configured. */
  readonly folder: MailFolder | undefined;
}

/** Mail as configured: sent over SMTP, or kept in the data folder. */
export function openMail(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataFolder'>): MailServices {
  const { smtpUrl, mailFrom: sender, dataFolder } = config;
  if (smtpUrl) return { transport: new SmtpTransport(smtpUrl), sender, folder: undefined };
  const folder = new MailFolder(join(dataFolder, 'mail'));
  return { transport: folder, sender, folder };
}
