import type { TokenStorageChoice } from '@homecoming/sdk';
import type { AllStrings } from './alumni-search/english';
import type { HcSearchEvent, HcSelectEvent } from './alumni-search/events';
import type { FacetName } from './alumni-search/model';
import type { AllProfileStrings } from './profile/english';
import type { HcProfileChangedEvent, HcSignInWantedEvent } from './profile/events';
import type { PageClient } from './shared/page-session';
import type { PartialStrings } from './shared/strings';
import type { AllSignInStrings } from './sign-in/english';
import type { HcSignedInEvent, HcSignedOutEvent } from './sign-in/events';
import type { HostToken } from './sign-in/model';

interface CommonMarkup<Strings> {
  'publishable-key'?: string | undefined;
  api?: string | undefined;
  storage?: TokenStorageChoice | undefined;
  heading?: string | undefined;
  'heading-level'?: number | string | undefined;
  theme?: 'auto' | 'light' | 'dark' | undefined;
  strings?: PartialStrings<Strings> | undefined;
  client?: PageClient | undefined;
}

/** What each element takes in JSX and templates: attributes by their names in HTML, and what only a property can hold. */
export interface ElementMarkup {
  'hc-alumni-search': CommonMarkup<AllStrings> & {
    limit?: number | string | undefined;
    facets?: string | readonly FacetName[] | undefined;
    locale?: string | undefined;
    'profile-url'?: string | undefined;
    'url-state'?: string | boolean | undefined;
  };
  'hc-sign-in': CommonMarkup<AllSignInStrings> & {
    hostToken?: HostToken | undefined;
  };
  'hc-profile': CommonMarkup<AllProfileStrings> & {
    'sign-in-url'?: string | undefined;
  };
}

/** The events of each element. */
export interface ElementEvents {
  'hc-alumni-search': { 'hc-search': HcSearchEvent; 'hc-select': HcSelectEvent };
  'hc-sign-in': { 'hc-signed-in': HcSignedInEvent; 'hc-signed-out': HcSignedOutEvent };
  'hc-profile': { 'hc-profile-changed': HcProfileChangedEvent; 'hc-sign-in-wanted': HcSignInWantedEvent };
}
