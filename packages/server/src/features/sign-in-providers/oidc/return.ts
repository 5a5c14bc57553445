import type { Redirect } from '../../../contract/handler';
import { Problem, type ProblemCode } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';

/** Back to the page that began it, told in the fragment: browsers send that to no server. */
export function backWith(
  returnTo: string,
  outcome:
    { readonly grant: string } | { readonly error: ProblemCode; readonly challenge?: string | undefined },
): Redirect {
  if ('grant' in outcome) return { location: `${returnTo}#hc_grant=${outcome.grant}` };
  const { error, challenge } = outcome;
  const more = challenge === undefined ? '' : `&hc_challenge=${challenge}`;
  return { location: `${returnTo}#hc_error=${error}${more}` };
}

/** Whatever fails once it is known which page it is for: the person is sent back there, and told. */
export async function orBack(
  { log }: Scope,
  returnTo: string,
  work: () => Promise<Redirect>,
): Promise<Redirect> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof Problem;
    if (!isRefusal) log.error({ err: error }, 'a sign-in through a provider failed');
    if (!isRefusal) return backWith(returnTo, { error: 'internal_error' });
    return backWith(returnTo, { error: error.code, challenge: error.more.challenge });
  }
}
