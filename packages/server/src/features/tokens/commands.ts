import { parseArgs } from 'node:util';
import type { CommandContext, Commands } from '../../cli/command';
import { asOwnerInTransaction } from '../../platform/owner';
import { rotateSigningKeys } from './rotation';

async function rotate(args: string[], { owner, print }: CommandContext<unknown>): Promise<void> {
  const { values } = parseArgs({ args, options: { 'at-once': { type: 'boolean', default: false } } });
  const { ownerUrl, secret, clock } = await owner();
  const id = await asOwnerInTransaction(ownerUrl, (queryable) =>
    rotateSigningKeys(queryable, { secret, clock }, { atOnce: values['at-once'] }),
  );
  print(`Access tokens are signed with the key ${id} ${values['at-once'] ? 'now' : 'a minute from now'}.`);
}

export const signingKeyCommands: Commands<unknown> = {
  'signing-keys rotate': {
    synopsis: '[--at-once]',
    help: `sign access tokens with a new key, starting in a minute; everyone stays signed in
--at-once: use this if the old key has leaked; current access tokens stop working right away, sessions continue`,
    run: rotate,
  },
};
