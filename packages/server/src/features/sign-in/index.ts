export { arrivalOf, memberOfProvenEmail, memberOfUnprovenEmail } from './arrival';
export type { ConfirmLink } from './code-store';
export { PasswordHashing } from './hashing';
export { weaknessOf } from './password-rules';
export { presentSignedIn } from './present';
export type { SignedInMember } from './refresh';
export { sendLinkCode } from './request-code';
export { createSignInServices, type SignInServices } from './services';
export { sourceOf } from './source';
export {
  clearTries,
  forgetTries,
  noteProven,
  secondsToWait,
  takeTry,
  triesRetention,
  type TrySource,
} from './tries-store';
export { tooMany, tryPassword, type TryRules } from './tries';
