export { asciiAddress, checkedAddress, forSubject, InvalidMail, parseSender, type Sender } from './address';
export { MailFolder, type KeptMessage } from './folder';
export { mail, type MailDraft } from './mail';
export { SmtpTransport } from './smtp';
export { mailKeptDays, mailTasks } from './tasks';
export type { MailTransport } from './transport';
