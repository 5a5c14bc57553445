export {
  changeSetting,
  createInstitution,
  createInstitutionAsOperator,
  type NewInstitution,
  type OperatorTools,
} from './operate';
export {
  enterInstitution,
  findContactEmail,
  findInstitution,
  findInstitutionById,
  findSignInUrl,
  institutionColumns,
  listInstitutions,
  toInstitution,
  type InstitutionRecord,
  type InstitutionRow,
} from './store';
