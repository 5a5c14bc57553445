import { retryIn } from '../shared/wait';
import type { ClaimField } from './claim-draft';
import type { Audience, AudienceField, EntryField, OwnField, View } from './model';
import type { FaultKind, ProfileProblem } from './problem';
import type { Outcome } from './profile-state';

export interface Notice {
  readonly title: string;
  readonly help: string;
}

/** Every text that visitors read or hear. */
export interface ProfileStrings {
  /** The language of these texts (BCP 47): what assistive technology reads them in. */
  readonly lang: string;
  readonly loading: string;
  readonly signedOut: Notice;
  readonly sessionEnded: Notice;
  readonly typedIsKept: string;
  readonly signIn: string;
  readonly retry: string;
  readonly views: string;
  readonly view: Readonly<Record<View, string>>;
  readonly viewNote: Readonly<Record<Exclude<View, 'own'>, string>>;
  readonly viewUnsaved: string;
  readonly hidden: Readonly<Record<Exclude<View, 'own'>, Notice>>;
  readonly sections: {
    readonly person: string;
    readonly work: string;
    readonly more: string;
    readonly register: string;
  };
  readonly fields: Readonly<Record<EntryField, string>>;
  readonly help: Readonly<Partial<Record<EntryField, string>>>;
  readonly registerName: (name: string) => string;
  readonly photo: string;
  readonly choosePhoto: string;
  readonly replacePhoto: string;
  readonly removePhoto: string;
  readonly removingPhoto: string;
  readonly usePhoto: string;
  readonly storingPhoto: string;
  readonly cancel: string;
  readonly photoHelp: string;
  readonly photoChosen: string;
  readonly photoFirst: string;
  readonly links: string;
  readonly linkLabel: (number: number) => string;
  readonly linkUrl: (number: number) => string;
  readonly addLink: string;
  readonly removeLink: (number: number) => string;
  readonly degrees: string;
  readonly noDegrees: string;
  readonly degreeVerified: string;
  readonly email: string;
  readonly registerHelp: string;
  readonly whoSeesWhat: string;
  /** Above the form: where it is chosen who sees what. */
  readonly whoSeesHelp: string;
  readonly whoSees: (field: string) => string;
  readonly audiences: Readonly<Record<Audience, string>>;
  readonly byDefault: (audience: string) => string;
  readonly nameHelp: string;
  readonly save: string;
  readonly saving: string;
  readonly discard: string;
  readonly unsaved: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly faults: Readonly<Record<Exclude<FaultKind, 'refused'>, string>>;
  readonly refused: (message: string) => string;
  readonly claimTitle: string;
  readonly claimHelp: string;
  readonly claimFields: Readonly<Record<ClaimField, string>>;
  readonly claimFieldHelp: Readonly<Partial<Record<ClaimField, string>>>;
  readonly optional: string;
  readonly claim: string;
  readonly claiming: string;
  readonly claimPending: Notice;
  readonly claimStated: string;
  readonly checkAgain: string;
  readonly claimRejected: Notice;
  readonly profileGone: Notice;
  readonly address: {
    readonly title: string;
    readonly help: string;
    readonly change: string;
    readonly newEmail: string;
    readonly newEmailHelp: string;
    readonly send: string;
    readonly proofSent: (email: string) => string;
    readonly proof: string;
    readonly codesSent: string;
    readonly codeOf: (email: string) => string;
    readonly sendAgain: string;
    readonly confirm: string;
    readonly changed: string;
  };
  readonly alsoKnownAs: string;
  readonly inTheRegister: string;
  readonly titleAtCompany: (title: string, company: string) => string;
  readonly problems: Readonly<Record<Exclude<ProfileProblem['kind'], 'refused' | 'conflict'>, Notice>>;
  /** @param fields what was changed elsewhere, named as in the form */
  readonly conflict: (fields: string) => Notice;
  /** How long to wait, where the service says so. */
  readonly retryIn: (seconds: number) => string;
  readonly reference: (id: string) => string;
}

/** What was changed, in words. */
export function fieldNames(texts: ProfileStrings, fields: readonly OwnField[]): string {
  const names = fields.map((field) =>
    field === 'links' || field === 'audiences'
      ? texts[field === 'links' ? 'links' : 'whoSeesWhat']
      : texts.fields[field],
  );
  return new Intl.ListFormat(texts.lang).format(names);
}

/** What a field is called where an audience is chosen for it. */
export function fieldName(texts: ProfileStrings, field: AudienceField): string {
  if (field === 'name') return texts.fields.displayName;
  if (field === 'photoUrl') return texts.photo;
  if (field === 'links' || field === 'degrees' || field === 'email') return texts[field];
  return texts.fields[field];
}

/** The built-in texts. Those for the page's owner come separately, once they are needed. */
export const visitorEnglish: ProfileStrings = {
  lang: 'en',
  loading: 'Loading your profile',
  signedOut: {
    title: 'Sign in to see your profile',
    help: 'Then you can edit it and choose who sees what.',
  },
  sessionEnded: { title: 'Your session has expired', help: 'Sign in again to continue.' },
  typedIsKept: 'What you typed is kept as long as this page stays open.',
  signIn: 'Sign in',
  retry: 'Try again',
  views: 'Your profile',
  view: { own: 'Edit', public: 'As everyone sees it', members: 'As members see it' },
  viewNote: {
    public: 'This is what people who aren’t signed in see of you.',
    members: 'This is what verified students and alumni see of you.',
  },
  viewUnsaved: 'Your unsaved changes aren’t shown.',
  hidden: {
    public: {
      title: 'You’re hidden from the public',
      help: 'Your name isn’t visible to everyone, so people who aren’t signed in can’t find you.',
    },
    members: {
      title: 'You’re hidden from members',
      help: 'Only you and the alumni office can see your name, so no one else can find you.',
    },
  },
  sections: { person: 'About you', work: 'Work and place', more: 'More', register: 'From the register' },
  fields: {
    displayName: 'Name',
    otherNames: 'Other names',
    headline: 'Headline',
    bio: 'About',
    title: 'Job title',
    company: 'Company',
    industry: 'Industry',
    city: 'City',
    country: 'Country',
    skills: 'Skills',
  },
  help: {
    otherNames: 'Former names or names in another script, one per line.',
    skills: 'Separated by commas.',
  },
  registerName: (name) => `Leave this empty to use ${name}, your name in the register.`,
  photo: 'Photo',
  choosePhoto: 'Choose a photo',
  replacePhoto: 'Choose another photo',
  removePhoto: 'Remove photo',
  removingPhoto: 'Removing the photo',
  usePhoto: 'Use this photo',
  storingPhoto: 'Saving the photo',
  cancel: 'Cancel',
  photoHelp: 'JPEG, PNG or WebP, up to 10 MB. We remove the place and date where it was taken.',
  photoChosen: 'This is the photo you chose. It isn’t saved yet.',
  photoFirst: 'You can save your other changes once the photo is saved.',
  links: 'Links',
  linkLabel: (number) => `Name of link ${number}`,
  linkUrl: (number) => `Address of link ${number}`,
  addLink: 'Add a link',
  removeLink: (number) => `Remove link ${number}`,
  degrees: 'Degrees',
  degreeVerified: 'confirmed by the registrar',
  noDegrees: 'The register lists no degrees for you.',
  email: 'E-mail address in the register',
  registerHelp: 'Only the alumni office can change these. Write to them if something is wrong.',
  whoSeesWhat: 'who sees what',
  whoSeesHelp: 'The list next to each field says who can see it.',
  whoSees: (field) => `Who sees: ${field}`,
  audiences: { public: 'Everyone', members: 'Members only', private: 'You and the office' },
  byDefault: (audience) => `Default (${audience.toLowerCase()})`,
  nameHelp: 'People who can’t see your name can’t find you.',
  save: 'Save changes',
  saving: 'Saving',
  discard: 'Discard changes',
  unsaved: 'You have unsaved changes.',
  outcomes: {
    saved: 'Your profile has been saved.',
    unchanged: 'Nothing has changed, so there’s nothing to save.',
    photoSaved: 'Your photo has been saved.',
    photoRemoved: 'Your photo has been removed.',
    discarded: 'Your changes have been discarded.',
    claimSent: 'We’ve received your details.',
  },
  faults: {
    noName: 'Enter your name as it was when you graduated.',
    noYear: 'Enter a 4-digit year, such as 1998.',
    noDate: 'Enter a valid date, or leave this empty.',
    invalidUrl: 'Enter a web address, such as https://example.org.',
    tooLarge: 'This photo is larger than 10 MB. Choose a smaller one.',
    noAddress: 'Enter an e-mail address, such as marie@example.org.',
    emailTaken: 'Someone else has registered with this address. Enter another one.',
    noCode: 'Enter all six digits of the code.',
    wrongCode: 'This code is wrong, has expired or has been used.',
    wrongCodes: 'One of the codes is wrong, has expired or has been used. Check both, or request new ones.',
    noImage: 'This file can’t be used as a photo. Choose a JPEG, PNG or WebP image.',
  },
  refused: (message) => `This can’t be saved: it ${message}.`,
  claimTitle: 'Which graduate are you?',
  claimHelp:
    'Tell us who you are. If your e-mail address is in the register, you get your profile right away. Otherwise the alumni office checks your details.',
  claimFields: {
    name: 'Your name when you graduated',
    batchYear: 'Graduation year',
    birthDate: 'Date of birth',
    externalId: 'Student or alumni number',
    evidence: 'Anything else that helps us find you',
  },
  claimFieldHelp: { birthDate: 'Only you and the alumni office can see it.' },
  optional: 'optional',
  claim: 'Find my profile',
  claiming: 'Looking for your profile',
  claimPending: {
    title: 'The alumni office is checking your details',
    help: 'They’ll write to you when they’ve found your profile. This can take a few days.',
  },
  claimStated: 'What you told us',
  checkAgain: 'Check again',
  claimRejected: {
    title: 'The alumni office couldn’t find your profile',
    help: 'Add more details and try again.',
  },
  profileGone: {
    title: 'Your profile is no longer available',
    help: 'The alumni office has removed it from the directory. Write to them if you think this is a mistake.',
  },
  address: {
    title: 'Your e-mail address',
    help: 'You sign in with this address, and we write to you there.',
    change: 'Change address',
    newEmail: 'New e-mail address',
    newEmailHelp: 'We’ll send one code to this address and one to your current address.',
    send: 'Send the codes',
    proofSent: (email) =>
      `It’s been a while since you signed in. To make sure it’s you, we sent a code to ${email}.`,
    proof: '6-digit code',
    codesSent: 'We sent a code to each address. Both are valid for 10 minutes.',
    codeOf: (email) => `Code sent to ${email}`,
    sendAgain: 'Send new codes',
    confirm: 'Confirm',
    changed: 'Your address has been changed. You’re signed out everywhere else.',
  },
  alsoKnownAs: 'Also',
  inTheRegister: 'In the register:',
  titleAtCompany: (title, company) => `${title} at ${company}`,
  problems: {
    offline: { title: 'You are offline', help: 'You can continue when you’re back online.' },
    unreachable: {
      title: 'Your profile can’t be reached',
      help: 'The service isn’t answering right now. Try again in a moment.',
    },
    busy: { title: 'Too many attempts', help: 'Wait a minute, then try again.' },
    spent: {
      title: 'Too many attempts for now',
      help: 'You’ve reached a limit.',
    },
    failed: { title: 'Something went wrong', help: 'It’s not your fault. Try again in a moment.' },
    banned: {
      title: 'This account is closed',
      help: 'The alumni office has closed it. Write to them if you think this is a mistake.',
    },
  },
  conflict: (fields) => ({
    title: 'Your profile was changed elsewhere',
    help: `Changed there: ${fields}. Your changes are still here: save again to keep them, or discard them to see the current profile.`,
  }),
  retryIn,
  reference: (id) => `Reference: ${id}`,
};
