import { englishRefusals, type RefusalStrings } from '../shared/advice/refusals';
import { type ProfileStrings, visitorEnglish } from './strings';

/** All texts of `<hc-profile>`, those for the page's owner included. Its `strings` property replaces some or all. */
export type AllProfileStrings = ProfileStrings & RefusalStrings;

/** The built-in ones. */
export const profileEnglish: AllProfileStrings = { ...visitorEnglish, ...englishRefusals('hc-profile') };
