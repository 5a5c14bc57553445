import { type Page, pageOf, type Person } from '../members';
import { type OidcStandIn, startOidcStandIn } from '../oidc-stand-in';
import { makeOperator, type SignedInOperator, type TestOperator } from '../operators';
import { startTestService, type TestInstitution, type TestService } from '../service';
import { callRaw, type WireCall } from '../wire';

export interface School extends TestInstitution {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly page: Page;
  /** Who calls what only members may: an admin. Sessions end in the walk, so each call may have another. */
  caller: Person;
  /** Who calls what only operators may. Likewise. */
  operator: SignedInOperator;
}

export let service: TestService;
export let operator: TestOperator;
export let standIn: OidcStandIn;
export let ours: School;
export let theirs: School;

export const send = (call: WireCall) => callRaw(service.origin, call);

export async function openSchool(): Promise<School> {
  const school = await service.createInstitution();
  const page = await pageOf(service, school);
  return {
    ...school,
    page,
    caller: await page.signIn({ role: 'admin' }),
    operator: await operator.signIn(),
    secretKey: await school.createKey(),
    publishableKey: page.key,
  };
}

export const json = { 'Content-Type': 'application/json' };
export const allowedOrigin = 'https://allowed.example';

/** One service, and two institutions at it. */
export async function openSchools(): Promise<void> {
  service = await startTestService();
  operator = await makeOperator(service);
  standIn = await startOidcStandIn();
  ours = await openSchool();
  theirs = await openSchool();
}
