export {
  findInstitution,
  findInstitutionById,
  insertInstitution,
  institutionColumns,
  toInstitution,
  updateContactEmail,
  type InstitutionRow,
} from './store';
