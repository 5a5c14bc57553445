import { Problem } from '../../../contract/problems';
import { InvalidMail, checkedAddress } from '../../../platform/mail/address';

/**
 * An address in the one form in which it is kept and compared.
 * @throws {Problem} invalid_request
 */
export function normalizedEmail(text: string): string {
  try {
    return checkedAddress(text.trim()).toLowerCase();
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    throw new Problem('invalid_request', '/email: must be an email address that can receive mail.', {
      errors: [{ path: '/email', message: 'must be an email address that can receive mail' }],
    });
  }
}
