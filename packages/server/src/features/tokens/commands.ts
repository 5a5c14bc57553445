import type { Commands, DeclareCommand } from '../../cli/command';
import { asOwnerInTransaction } from '../../platform/owner';
import { rotateSigningKeys } from './rotation';

const rotate: DeclareCommand<unknown> = (add, { owner, print }) =>
  add(
    'signing-keys rotate',
    'Sign access tokens with a new key, starting in a minute. Everyone stays signed in.',
  )
    .option(
      '--at-once',
      'use this if the old key has leaked: current access tokens stop working right away, sessions continue',
    )
    .action(async ({ atOnce = false }) => {
      const { ownerUrl, secret, clock } = await owner();
      const id = await asOwnerInTransaction(ownerUrl, (queryable) =>
        rotateSigningKeys(queryable, { secret, clock }, { atOnce }),
      );
      print(`Access tokens are signed with the key ${id} ${atOnce ? 'now' : 'a minute from now'}.`);
    });

export const signingKeyCommands: Commands<unknown> = [rotate];
