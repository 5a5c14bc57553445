export { mappableFields, parseColumnMap } from './column-map';
export { parseDelimiter } from './delimiter';
export type { Fault } from './fault';
export { readCsvRegister, type Register } from './register';
