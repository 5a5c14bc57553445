import { FolderStorage, Photos } from '../platform/files';

/** For what has to do with photos only by its type: nothing is ever stored. */
export const noPhotos = new Photos({
  storage: new FolderStorage('/nowhere'),
  secret: 'for tests',
  clock: () => new Date(),
  origin: () => 'http://localhost',
});
