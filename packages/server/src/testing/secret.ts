import { auditKeyOf } from '../platform/audit-chain';

/** What tests' services sign and seal with. */
export const testSecret = 'for tests';
export const testAuditKey = auditKeyOf(testSecret);
