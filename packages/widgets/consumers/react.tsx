// What a React project writes; compiled against the packed package by check.mjs.
import type { HcAlumniSearch, HcSelectEvent, PageClient } from '@homecoming/widgets';
import { createRef } from 'react';

const search = createRef<HcAlumniSearch>();
declare const client: PageClient;

export const page = (
  <>
    <hc-alumni-search
      ref={search}
      className="wide"
      publishable-key="pk_test_x"
      theme="dark"
      limit={5}
      facets="city"
    />
    <hc-sign-in publishable-key="pk_test_x" storage="memory" heading="Sign in" />
    <hc-profile publishable-key="pk_test_x" sign-in-url="/sign-in" />
    {/* @ts-expect-error a theme that there is not */}
    <hc-alumni-search publishable-key="pk_test_x" theme="drak" />
    {/* @ts-expect-error a storage that there is not */}
    <hc-sign-in publishable-key="pk_test_x" storage="cookie" />
    {/* @ts-expect-error an attribute of another element */}
    <hc-profile publishable-key="pk_test_x" limit={5} />
  </>
);

export const facets = search.current?.facets.includes('city');
export const select = (event: HcSelectEvent, given: PageClient = client) => [
  event.detail.profileId,
  given.auth,
];
