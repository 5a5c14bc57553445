import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MailNotSent, type MailTransport, type Message } from './transport';

/** A message as it lies in the folder. */
export interface KeptMessage extends Omit<Message, 'date'> {
  readonly date: string;
}

const fileOf = /^([0-9a-f-]{36})\.json$/;

/** Keeps mail in a folder instead of sending it: one JSON file each, named by its id, which orders them by age. */
export class MailFolder implements MailTransport {
  readonly isRepeatable = true;

  constructor(readonly path: string) {}

  async send(message: Message, handOver: () => Promise<void>): Promise<void> {
    const file = join(this.path, `${message.id}.json`);
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 });
      // So that a reader never meets half a mail. It may hold a code to sign in with: only its owner may read it.
      await writeFile(`${file}.new`, `${JSON.stringify(message, null, 2)}\n`, { mode: 0o600 });
      await handOver();
      await rename(`${file}.new`, file);
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      // A full disk, say: the mail is not in the folder, and may be there at the next try.
      if (syscall)
        throw new MailNotSent(`The mail could not be kept: ${code ?? syscall}.`, false, { cause: error });
      throw error;
    }
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
