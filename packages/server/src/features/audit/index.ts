export { printWholeLog } from './commands';
export { eraseAuditDetails } from './erase';
export { auditLogPage, type AskedPage } from './handlers';
