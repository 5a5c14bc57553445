import { createClient } from '@homecoming/sdk';
import type { HcAlumniSearch, HcSignIn } from '@homecoming/widgets';
import type {} from '@homecoming/widgets/react-18';
import { useEffect, useMemo, useRef, useState } from 'react';

const strings = { views: { members: 'You see what members see' } };

/** Search and sign-in with React 18, which sets attributes only: a ref sets properties and listens to events. */
export function Alumni({ api, publishableKey }: { api: string; publishableKey: string }) {
  const [total, setTotal] = useState<number>();
  const [name, setName] = useState<string>();
  const client = useMemo(
    () => createClient({ baseUrl: api, key: publishableKey, tokenStorage: 'localStorage' }),
    [api, publishableKey],
  );
  const signIn = useRef<HcSignIn>(null);
  const search = useRef<HcAlumniSearch>(null);

  useEffect(() => {
    Object.assign(signIn.current!, { client });
    Object.assign(search.current!, { strings });
  }, [client]);

  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    search.current!.addEventListener('hc-search', ({ detail }) => setTotal(detail.total.value), { signal });
    signIn.current!.addEventListener('hc-signed-in', ({ detail }) => setName(detail.member.email), {
      signal,
    });
    signIn.current!.addEventListener('hc-signed-out', () => setName(undefined), { signal });
    return () => stop.abort();
  }, []);

  return (
    <main>
      <h1>Alumni</h1>
      <p id="total">{total === undefined ? 'Searching' : `${total} found`}</p>
      <p id="member">{name ?? 'Nobody is signed in.'}</p>
      <hc-sign-in ref={signIn} />
      <hc-alumni-search ref={search} publishable-key={publishableKey} limit={10} facets="department,city" />
    </main>
  );
}
