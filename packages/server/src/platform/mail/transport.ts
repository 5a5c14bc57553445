/** A mail with all that stands in its head. */
export interface Message {
  /** Of the mail; the same at each try. */
  readonly id: string;
  /** RFC 5322, section 3.6.4; the same at each try, so that mailboxes may know a second copy. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
}

export interface MailTransport {
  /** Whether sending a message again leaves one message, so that nobody need know whether it was sent. */
  readonly isRepeatable?: boolean;
  /**
   * Sends one message. Awaits `handOver` before the byte that makes it the other side's, and sends nothing more where that
   * throws.
   * @throws {MailNotSent} where the message has certainly not been taken
   * @throws {MailUnsure} where it is not known whether it was
   */
  send(message: Message, handOver: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** The message was not taken. */
export class MailNotSent extends Error {
  override name = 'MailNotSent';

  constructor(
    message: string,
    /** Whether another try is of no use: the server said 5xx of this message or its recipient. */
    readonly refused: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** All was handed over, and no answer came. */
export class MailUnsure extends Error {
  override name = 'MailUnsure';
}
