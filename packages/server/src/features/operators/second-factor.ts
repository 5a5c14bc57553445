import type { Scope } from '../../platform/scope';
import type { OperatorServices } from './services';
import type { Operator } from './store';
import { stepOfCode } from './totp';

/**
 * The time step that a code of an operator's second factor is of; undefined where it is of none, or where the factor cannot be read:
 * whoever asks learns nothing of that, for they have proven nothing.
 */
export function stepOf(
  { clock, log }: Scope,
  { seal }: Pick<OperatorServices, 'seal'>,
  { id, sealedTotpSecret }: Operator,
  code: string,
): number | undefined {
  if (!sealedTotpSecret) return undefined;
  try {
    return stepOfCode(Buffer.from(seal.open(sealedTotpSecret, id), 'base64'), code, clock());
  } catch (error) {
    log.error(
      { err: error, operatorId: id },
      'the second factor of an operator cannot be read: reset the operator',
    );
    return undefined;
  }
}
