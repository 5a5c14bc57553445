import { invalidField } from '../../contract/problems';
import { checkedAddress, InvalidMail } from '../../platform/mail/address';

/**
 * An address in the one form in which it is kept and compared.
 * @throws {Problem} invalid_request
 */
export function normalizedEmail(text: string): string {
  try {
    return checkedAddress(text.trim()).toLowerCase();
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    throw invalidField('/email', 'must be an email address that can receive mail');
  }
}
