import { Argument } from 'commander';
import { KEY_STORES, type KeyStoreName } from '../../ports/index.ts';
import type { Context } from '../context.ts';
import type { Declare } from '../program.ts';

export const keysCommand: Declare = (program, act) => {
  const keys = program.command('keys').description('where the master key is kept, and changing it');
  keys
    .command('show')
    .description('show which key store is used; no key is touched')
    .action(
      act(async ({ ports, globals, output }) => {
        const [{ keysDocument }, { keysText }] = await Promise.all([
          import('../../documents/keys.ts'),
          import('./text.ts'),
        ]);
        const description = await ports.keyStore.describe();
        if (globals.json) output.json(keysDocument(description));
        else output.data(keysText(description));
        return undefined;
      }),
    );
  keys
    .command('move')
    .description('keep the master key elsewhere; every secret is encrypted anew')
    .addArgument(new Argument('<store>', 'where to').choices(KEY_STORES))
    .action(act((context, _options, store: KeyStoreName) => change(context, store)));
  keys
    .command('rotate')
    .description('make a new master key; every secret is encrypted anew')
    .action(act((context) => change(context, undefined)));
};

async function change({ ports, globals, output }: Context, store: KeyStoreName | undefined): Promise<undefined> {
  const [{ rekey }, { rekeyedDocument }, { rekeyedText }] = await Promise.all([
    import('../../usecases/keys/rekey.ts'),
    import('../../documents/keys.ts'),
    import('./text.ts'),
  ]);
  const before = await ports.keyStore.describe();
  const rekeyed = await rekey(store, ports);
  if (globals.json) output.json(rekeyedDocument(rekeyed));
  else output.data(rekeyedText(rekeyed, before));
}
