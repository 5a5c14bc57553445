export { mappableFields, parseColumnMap, readCsvRegister, type BadRow } from './csv';
