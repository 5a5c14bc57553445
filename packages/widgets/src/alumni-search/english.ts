import { englishRefusals, type RefusalStrings } from '../shared/advice/refusals';
import { type Strings, visitorEnglish } from './strings';

/** All texts of `<hc-alumni-search>`, those for the page's owner included. Its `strings` property replaces some or all. */
export type AllStrings = Strings & RefusalStrings;

/** The built-in ones. */
export const english: AllStrings = { ...visitorEnglish, ...englishRefusals('hc-alumni-search') };
