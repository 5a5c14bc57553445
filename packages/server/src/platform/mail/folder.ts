import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailTransport, Message } from './transport';

/** A message as it lies in the folder. */
export interface KeptMessage extends Omit<Message, 'date'> {
  readonly date: string;
}

const fileOf = /^([0-9a-f-]{36})\.json$/;

/** Keeps mail in a folder instead of sending it: one JSON file each, named by its id, which orders them by age. */
export class MailFolder implements MailTransport {
  constructor(readonly path: string) {}

  async send(message: Message, handOver: () => Promise<void>): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await handOver();
    const file = join(this.path, `${message.id}.json`);
    // So that a reader never meets half a mail. It may hold a code to sign in with: only its owner may read it.
    await writeFile(`${file}.new`, `${JSON.stringify(message, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }

  /** The newest first. */
  async list(limit: number): Promise<KeptMessage[]> {
    const names = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const ids = names.flatMap((name) => fileOf.exec(name)?.[1] ?? []);
    const newest = ids.sort().reverse().slice(0, limit);
    const found = await Promise.all(newest.map((id) => this.find(id)));
    return found.filter((message) => message !== undefined);
  }

  async find(id: string): Promise<KeptMessage | undefined> {
    if (!fileOf.test(`${id}.json`)) return undefined;
    try {
      return JSON.parse(await readFile(join(this.path, `${id}.json`), 'utf8')) as KeptMessage;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
