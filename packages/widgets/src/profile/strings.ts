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
    help: 'You can then edit it, and choose who sees what.',
  },
  sessionEnded: { title: 'Your session has ended', help: 'Sign in again to go on.' },
  typedIsKept: 'What you have typed is still here, as long as this page is open.',
  signIn: 'Sign in',
  retry: 'Try again',
  views: 'Your profile',
  view: { own: 'Edit', public: 'As everybody sees it', members: 'As members see it' },
  viewNote: {
    public: 'This is all that people see of you who are not signed in.',
    members: 'This is all that verified students and alumni see of you.',
  },
  viewUnsaved: 'It does not show what you have changed and not saved yet.',
  hidden: {
    public: {
      title: 'Nobody outside sees you',
      help: 'Your name is not for everybody, so people who are not signed in do not find you at all.',
    },
    members: {
      title: 'Members do not see you',
      help: 'Your name is only for you and the alumni office, so nobody else finds you at all.',
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
    otherNames: 'Former names, names in another script: one to a line.',
    skills: 'Separated by commas.',
  },
  registerName: (name) => `Leave it empty to be called ${name}, as in the register.`,
  photo: 'Photo',
  choosePhoto: 'Choose a photo',
  replacePhoto: 'Choose another photo',
  removePhoto: 'Remove photo',
  removingPhoto: 'One moment',
  usePhoto: 'Use this photo',
  storingPhoto: 'Storing the photo',
  cancel: 'Cancel',
  photoHelp: 'JPEG, PNG or WebP, up to 10 MB. It is stored as soon as you use it, without place and date.',
  photoChosen: 'This is the photo that you have chosen. It is not stored yet.',
  photoFirst: 'You can save the rest as soon as the photo is stored.',
  links: 'Links',
  linkLabel: (number) => `Name of link ${number}`,
  linkUrl: (number) => `Address of link ${number}`,
  addLink: 'Add a link',
  removeLink: (number) => `Remove link ${number}`,
  degrees: 'Degrees',
  degreeVerified: 'confirmed by the registrar',
  noDegrees: 'The register has no degree of yours.',
  email: 'E-mail address in the register',
  registerHelp: 'Only the alumni office changes these. Write to them if something is wrong.',
  whoSeesWhat: 'who sees what',
  whoSees: (field) => `Who sees: ${field}`,
  audiences: { public: 'Everyone', members: 'Members only', private: 'You and the office' },
  byDefault: (audience) => `Default (${audience.toLowerCase()})`,
  nameHelp: 'People who can’t see your name can’t find you.',
  save: 'Save changes',
  saving: 'Saving',
  discard: 'Discard changes',
  unsaved: 'You have changes that are not saved.',
  outcomes: {
    saved: 'Your profile is saved.',
    unchanged: 'Nothing has changed, so there is nothing to save.',
    photoSaved: 'Your photo is stored.',
    photoRemoved: 'Your photo is removed.',
    discarded: 'Your changes are discarded.',
    claimSent: 'We have received what you told us.',
  },
  faults: {
    noName: 'Enter your name, as it was at graduation.',
    noYear: 'Enter a 4-digit year, such as 1998.',
    noDate: 'Enter a whole date that there is in the calendar, or none.',
    invalidUrl: 'Enter a web address, such as https://example.org.',
    tooLarge: 'This photo is larger than 10 MB. Choose a smaller one.',
    noAddress: 'Enter an e-mail address, such as marie@example.org.',
    emailTaken: 'Somebody has registered with this address meanwhile. Enter another one.',
    noCode: 'Enter all six digits of the code.',
    wrongCode: 'This code is wrong, too old, or was used before.',
    wrongCodes: 'One of the codes is wrong, too old, or was used before. Look at both, or have others sent.',
    noImage: 'This is no photo that can be used. Choose a JPEG, PNG or WebP image.',
  },
  refused: (message) => `This can’t be saved: it ${message}.`,
  claimTitle: 'Which graduate are you?',
  claimHelp:
    'Tell us who you are in the register. If it knows your e-mail address, your profile is yours at once; else the alumni office has a look.',
  claimFields: {
    name: 'Your name, as it was at graduation',
    batchYear: 'Year of graduation',
    birthDate: 'Date of birth',
    externalId: 'Student or alumni number',
    evidence: 'Anything else that helps us to find you',
  },
  claimFieldHelp: { birthDate: 'Nobody but you and the office sees it.' },
  optional: 'optional',
  claim: 'Find my profile',
  claiming: 'One moment',
  claimPending: {
    title: 'The alumni office is looking',
    help: 'They decide which profile is yours, and write to you. That can take some days.',
  },
  claimStated: 'What you told us',
  checkAgain: 'Check again',
  claimRejected: {
    title: 'The alumni office could not tell',
    help: 'You can tell them more, and try again.',
  },
  profileGone: {
    title: 'Your profile is not there any more',
    help: 'The alumni office has taken it out of the directory. Write to them if you think that is a mistake.',
  },
  address: {
    title: 'Your e-mail address',
    help: 'You sign in with it, and what we write to you goes there.',
    change: 'Change address',
    newEmail: 'New e-mail address',
    newEmailHelp: 'We send a code to it, and another one to the address that you have now.',
    send: 'Send the codes',
    proofSent: (email) =>
      `You have signed in a while ago. So that we know it is you, we sent a code to ${email}.`,
    proof: '6-digit code',
    codesSent: 'We sent two codes, if mail can reach both addresses. They are good for ten minutes.',
    codeOf: (email) => `Code sent to ${email}`,
    sendAgain: 'Send other codes',
    confirm: 'Confirm',
    changed: 'Your address is changed. You are signed out everywhere else.',
  },
  alsoKnownAs: 'Also',
  inTheRegister: 'In the register:',
  titleAtCompany: (title, company) => `${title} at ${company}`,
  problems: {
    offline: { title: 'You are offline', help: 'It goes on once you are connected.' },
    unreachable: {
      title: 'Your profile can’t be reached',
      help: 'The service isn’t answering right now. Try again in a moment.',
    },
    busy: { title: 'Too many tries just now', help: 'Wait a minute, then try again.' },
    spent: {
      title: 'Too many tries for now',
      help: 'Try again in some days, or write to the alumni office.',
    },
    failed: { title: 'Something went wrong', help: 'It is not your fault. Try again in a moment.' },
    banned: {
      title: 'This account is closed',
      help: 'The alumni office has closed it. Write to them if you think that is a mistake.',
    },
  },
  conflict: (fields) => ({
    title: 'Your profile was changed elsewhere meanwhile',
    help: `Changed there: ${fields}. What you have entered here still stands: save it again, or discard it to see what is there now.`,
  }),
  reference: (id) => `Reference: ${id}`,
};
