import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A user of the operating system, as `spawn` and `chown` take it. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user without rights; the number is the same on every Linux. */
export const nobody: SystemUser = { uid: 65534, gid: 65534 };

/** PostgreSQL refuses to run as root, so root has to run it as somebody else. */
export const runningAsRoot = (): boolean => process.getuid?.() === 0;

/** Whether the user may enter this folder: every folder on its (real) path must let them through. */
export async function mayEnter(user: SystemUser, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || mayEnter(user, parent);
}
