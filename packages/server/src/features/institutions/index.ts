export {
  findInstitution,
  insertInstitution,
  institutionColumns,
  toInstitution,
  type InstitutionRow,
} from './store';
