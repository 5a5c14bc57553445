// What React 19 can do besides: properties and events.
import type { PageClient } from '@homecoming/widgets';
import type {} from '@homecoming/widgets/react';

declare const client: PageClient;

export const page = (
  <>
    <hc-sign-in
      client={client}
      hostToken={async () => undefined}
      onhc-signed-in={({ detail }) => detail.member.email}
    />
    <hc-alumni-search
      facets={['city', 'company']}
      strings={{ problems: { busy: { title: 'Too many' } } }}
      onhc-select={(event) => event.detail.profileId.trim()}
    />
    {/* @ts-expect-error what comes is an event */}
    <hc-profile onhc-profile-changed={(count: number) => count} />
    {/* @ts-expect-error a facet that there is not */}
    <hc-alumni-search facets={['year']} />
    {/* @ts-expect-error a text that is no text */}
    <hc-alumni-search strings={{ problems: { busy: { title: 1 } } }} />
  </>
);
