export { parseColumnMap } from './column-map';
export { readCsvRegister } from './register';
