import { putPhoto } from '../features/directory';
import { Database } from '../platform/database';
import { type FileStorage, FolderStorage, Photos } from '../platform/files';
import { type Institution, openScope } from '../platform/scope';
import { picture } from './pictures';
import { silent } from './quiet';
import { testAuditKey, testSecret } from './secret';

/*
 * photo-process DATABASE_URL INSTITUTION FOLDER PROFILE_ID MOST: puts a photo. When MOST of its files are stored it prints a
 * line, and goes no further: to be killed there.
 */

const [url, institution, folder, profileId, most] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const database = new Database({ url });
const clock = () => new Date();
const files = new FolderStorage(folder);
let [begun, done] = [0, 0];

const storage: FileStorage = {
  put: async (key, bytes) => {
    if (begun++ < Number(most)) await files.put(key, bytes);
    if (++done === 2) console.log('stored');
    await new Promise(() => undefined);
  },
  get: (key) => files.get(key),
  remove: (key) => files.remove(key),
};

const scope = openScope({
  database,
  institution: JSON.parse(institution) as Institution,
  principal: { kind: 'system' },
  clock,
  log: silent,
  auditKey: testAuditKey,
});
const photos = new Photos({ storage, secret: testSecret, clock, origin: () => 'http://localhost' });
await putPhoto(scope, photos, profileId, await picture('jpeg'));
