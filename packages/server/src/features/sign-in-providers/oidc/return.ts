import type { ProblemCode } from '../../../contract/problems';
import type { Redirect } from '../../../contract/handler';

/** Back to the page that began it, told in the fragment: browsers send that to no server. */
export function backWith(
  returnTo: string,
  outcome: { readonly grant: string } | { readonly error: ProblemCode },
): Redirect {
  const [name, value] = 'grant' in outcome ? ['hc_grant', outcome.grant] : ['hc_error', outcome.error];
  return { location: `${returnTo}#${name}=${value}` };
}
