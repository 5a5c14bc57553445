export { changeSetting, createInstitution, type NewInstitution, type OperatorTools } from './operate';
export {
  findInstitution,
  findInstitutionById,
  institutionColumns,
  toInstitution,
  type InstitutionRow,
} from './store';
