import { englishRefusals, type RefusalStrings } from '../shared/advice/refusals';
import { type SignInStrings, visitorEnglish } from './strings';

/** All texts of `<hc-sign-in>`, those for the page's owner included. Its `strings` property replaces some or all. */
export type AllSignInStrings = SignInStrings & RefusalStrings;

/** The built-in ones. */
export const signInEnglish: AllSignInStrings = { ...visitorEnglish, ...englishRefusals('hc-sign-in') };
