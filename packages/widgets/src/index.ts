export { HcAlumniSearch } from './alumni-search/alumni-search';
export { alumniSearchTag, defineAlumniSearch } from './alumni-search/define';
export type { HcSearchEvent, HcSelectEvent, SearchDetail, SelectDetail } from './alumni-search/events';
export { english, type Strings } from './alumni-search/strings';
export { HcSignIn } from './sign-in/sign-in';
export { defineSignIn, signInTag } from './sign-in/define';
export type { HcSignedInEvent, HcSignedOutEvent, SignedInDetail, SignedOutDetail } from './sign-in/events';
export { signInEnglish, type SignInStrings } from './sign-in/strings';
