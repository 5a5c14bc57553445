import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { asOwner } from '../../platform/owner';
import { startTestService } from '../../testing/service';
import { verifyOne } from './testing/verify';

const program = fileURLToPath(new URL('../../testing/audit-process.ts', import.meta.url));

/** Lets a process act until it has told of so many commits, and kills it there. @returns what it told */
async function actUntilKilled(args: string[], commits: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const told: string[] = [];
  for await (const id of createInterface(child.stdout)) {
    told.push(id);
    if (told.length === commits) child.kill('SIGKILL');
  }
  expect((await ended)[1]).toBe('SIGKILL');
  return told;
}

it(
  'holds what was committed and nothing else, wherever a process is killed',
  { timeout: 60_000 },
  async () => {
    const service = await startTestService();
    const school = await service.createInstitution();
    const { id } = school.institution;
    const told: string[] = [];
    for (const commits of [1, 7, 40])
      told.push(...(await actUntilKilled([service.ownerUrl, JSON.stringify(school.institution)], commits)));

    // A killed process leaves nothing locked: the log goes on at once.
    await school.createKey();
    const [profiles, audited] = await asOwner(service.ownerUrl, async (owner) => {
      const ids = async (text: string) =>
        (await owner.query<{ id: string }>({ text }, [id])).map((row) => row.id);
      return [
        await ids('select id from profiles where institution_id = $1 order by 1'),
        await ids(
          `select subject_id as id from audit_entries where institution_id = $1 and action = 'test.done' order by 1`,
        ),
      ];
    });
    expect(audited).toEqual(profiles);
    expect(audited).toEqual(expect.arrayContaining(told));
    expect(await verifyOne(service, school)).toMatchObject({ entries: audited.length + 2, faults: [] });
  },
);
