export { eraseAuditDetails } from './erase';
export { auditHandlers } from './handlers';
export { verifyAudit, type Anchor } from './verify';
