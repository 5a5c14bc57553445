// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listAuditLog: Route<'listAuditLog'> = { method: 'GET', path: '/v1/audit-log' };
export const exportAuditLog: Route<'exportAuditLog'> = { method: 'GET', path: '/v1/audit-log/export' };
