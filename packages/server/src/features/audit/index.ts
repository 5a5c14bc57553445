export { printWholeLog } from './commands';
export { eraseAuditDetails } from './erase';
export { auditLogPage } from './handlers';
