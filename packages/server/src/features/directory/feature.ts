import type { Photos } from '../../platform/files';
import { defineFeature } from '../feature';
import { directoryHandlers, presentProfiles } from './handlers';
import { directoryCron, directoryTasks } from './reprojection';

export const directory = defineFeature({
  handlers: directoryHandlers,
  tasks: () => directoryTasks,
  cron: directoryCron,
  subjects: ({ photos }: { readonly photos: Photos }) => ({ profile: presentProfiles(photos) }),
});
