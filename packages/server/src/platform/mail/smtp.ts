import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { summaryOf } from '../error-description';
import { MailNotSent, type MailTransport, MailUnsure, type Message } from './transport';

export interface SmtpTimes {
  /** To reach the server and be greeted. */
  readonly connectMs: number;
  /** Silence in a conversation; after the last byte too, where giving up early leaves it unknown what became of the mail. */
  readonly silenceMs: number;
}

const usual: SmtpTimes = { connectMs: 10_000, silenceMs: 120_000 };

/** One connection a mail, spoken by nodemailer (RFC 5321); STARTTLS where it is offered, and demanded before a password. */
export class SmtpTransport implements MailTransport {
  readonly #options: SMTPConnection.Options;
  readonly #credentials: SMTPConnection.Credentials | undefined;

  constructor(url: string, times: SmtpTimes = usual) {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    const host = hostname.replace(/^\[|\]$/g, '');
    this.#options = {
      host,
      port: Number(port) || (secure ? 465 : 587),
      secure,
      requireTLS: !secure && username !== '' && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host),
      connectionTimeout: times.connectMs,
      greetingTimeout: times.connectMs,
      socketTimeout: times.silenceMs,
    };
    if (username)
      this.#credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  }

  async send(message: Message, handOver: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const bytes = await compose(message);
    const connection = new SMTPConnection(this.#options);
    let handedOver = false;
    let refusal: Error | undefined;
    const body = Readable.from(
      (async function* () {
        yield bytes;
        try {
          signal.throwIfAborted();
          await handOver();
          handedOver = true;
        } catch (error) {
          refusal = error as Error;
          throw error;
        }
      })(),
    );
    // Until the last byte a stop costs nothing; then the answer is waited for.
    let cut!: () => void;
    const cutOff = new Promise<never>((_resolve, reject) => {
      // Not every failure reaches the callback of the step under way.
      connection.on('error', reject);
      connection.on('end', () => reject(new Error('The mail server closed the connection.')));
      cut = () =>
        handedOver ||
        reject(new Error('The service stopped before the mail server had received the whole message.'));
    });
    cutOff.catch(() => undefined);
    const called = (step: Step) => Promise.race([cutOff, callbackOf(step)]);
    signal.addEventListener('abort', cut);
    try {
      signal.throwIfAborted();
      await called((done) => connection.connect(done));
      if (this.#credentials) await called((done) => connection.login(this.#credentials, done));
      const envelope = { from: message.from.address, to: message.to, size: bytes.length };
      await called((done) => connection.send(envelope, body, done));
    } catch (error) {
      if (refusal) throw refusal;
      throw this.#failure(error as SMTPConnection.SMTPError, handedOver);
    } finally {
      signal.removeEventListener('abort', cut);
      body.destroy();
      if (handedOver) connection.quit();
      else connection.close();
    }
  }

  #failure(error: SMTPConnection.SMTPError, handedOver: boolean): Error {
    const { responseCode, command, response } = error;
    // Its words are kept nowhere, nor the error that holds them: refusals repeat the recipient, and whatever else they like.
    if (handedOver && responseCode === undefined) {
      return new MailUnsure('The mail server didn’t reply after it received the whole message.');
    }
    const ofTheMail = command === 'MAIL FROM' || command === 'RCPT TO' || command === 'DATA';
    // 530 to 538 speak of the login (RFC 4954), which can be mended.
    const refused =
      ofTheMail &&
      responseCode !== undefined &&
      responseCode >= 500 &&
      !/^53[0458]/.test(String(responseCode));
    return new MailNotSent(
      response === undefined
        ? `The mail server could not be reached: ${summaryOf(error)}.`
        : `The mail server answered ${command ?? 'the connection'} with ${statusIn(response)}.`,
      refused,
    );
  }
}

/** The reply code of an answer and its enhanced status code (RFC 3463), such as `550 5.1.1`. */
function statusIn(response: string): string {
  const [, code, enhanced] = /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S))?/.exec(response) ?? [];
  return code === undefined ? 'no reply code' : [code, enhanced].filter(Boolean).join(' ');
}

/** A step of the conversation. */
type Step = (done: (error?: Error | null) => void) => void;

function callbackOf(step: Step): Promise<void> {
  return new Promise((resolve, reject) => step((error) => (error ? reject(error) : resolve())));
}

function compose({ messageId, date, from, to, subject, text, html }: Message): Promise<Buffer> {
  const composer = new MailComposer({
    messageId,
    date,
    from,
    to: { name: '', address: to },
    subject,
    text,
    ...(html !== undefined && { html }),
    // Said of what a program sends, so that no holiday notice answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
