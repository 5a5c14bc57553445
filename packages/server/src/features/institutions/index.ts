export {
  findInstitution,
  findInstitutionById,
  insertInstitution,
  institutionColumns,
  toInstitution,
  type InstitutionRow,
} from './store';
