export { HcAlumniSearch } from './alumni-search/alumni-search';
export { alumniSearchTag, defineAlumniSearch } from './alumni-search/define';
export type { HcSearchEvent, HcSelectEvent, SearchDetail, SelectDetail } from './alumni-search/events';
export { english, type Strings } from './alumni-search/strings';
