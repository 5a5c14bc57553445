import { createClient } from '@homecoming/sdk';
import type { HcSearchEvent, HcSignedInEvent } from '@homecoming/widgets';
import type {} from '@homecoming/widgets/react';
import { useMemo, useState } from 'react';

// Outside of the component: a new object with every rendering would be a new property.
const strings = { views: { members: 'You see what members see' } };

/** Search and sign-in with React 19, which sets properties and listens to events by itself. */
export function Alumni({ api, publishableKey }: { api: string; publishableKey: string }) {
  const [total, setTotal] = useState<number>();
  const [name, setName] = useState<string>();
  // One client for the whole page: your own calls are the signed-in member's, too.
  const client = useMemo(
    () => createClient({ baseUrl: api, key: publishableKey, tokenStorage: 'localStorage' }),
    [api, publishableKey],
  );
  return (
    <main>
      <h1>Alumni</h1>
      <p id="total">{total === undefined ? 'Searching' : `${total} found`}</p>
      <p id="member">{name ?? 'Nobody is signed in.'}</p>
      <hc-sign-in
        client={client}
        onhc-signed-in={({ detail }: HcSignedInEvent) => setName(detail.member.email)}
        onhc-signed-out={() => setName(undefined)}
      />
      <hc-alumni-search
        publishable-key={publishableKey}
        limit={10}
        facets={['department', 'city']}
        strings={strings}
        onhc-search={({ detail }: HcSearchEvent) => setTotal(detail.total.value)}
      />
    </main>
  );
}
