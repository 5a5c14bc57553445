export {
  changeSetting,
  createInstitution,
  createInstitutionAsOperator,
  type NewInstitution,
  type OperatorTools,
} from './operate';
export {
  enterInstitution,
  findInstitution,
  findInstitutionById,
  institutionColumns,
  listInstitutions,
  toInstitution,
  type InstitutionRecord,
  type InstitutionRow,
} from './store';
