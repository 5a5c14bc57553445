import { featureMakers } from '../feature-makers';
import { makers, putConsumer } from './makers';
import { json, openSchools, ours, send, theirs } from './school';

/** The kinds of things that lists are of. */
const listed = ['prof', 'mem', 'clm', 'dgl', 'whe', 'inv', 'bulk', 'task', 'imp'];

/** Opens the service and two institutions, with several of each kind of thing, so that every list has a second page. */
export async function seed(): Promise<void> {
  await openSchools();
  const own = await featureMakers();
  for (const [kind, make] of Object.entries(own)) makers[kind] = ({ scope }) => make(scope);
  for (const school of [ours, theirs]) {
    for (const kind of [...listed, ...Object.keys(own)])
      for (let i = 0; i < 3; i++) await makers[kind]!(school);
    for (const name of ['crm', 'finance', 'ledger']) await putConsumer(school, name);
  }
  const body = JSON.stringify({ familyName: 'Curie', degrees: [{ batchYear: 1903 }] });
  for (const { secretKey } of [ours, theirs]) {
    await send({
      method: 'POST',
      path: '/v1/profiles',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body,
    });
  }
}
