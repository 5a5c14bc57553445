export { eraseAuditDetails } from './erase';
export { auditHandlers, auditLogPage } from './handlers';
export { presentEntry } from './present';
export { listEntries, listEntriesBetween } from './store';
export { verifyAudit, type Anchor } from './verify';
