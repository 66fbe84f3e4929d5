/**
 * A plain `token TARGET` whose token is still fresh. The token is in the state, so it is printed without loading what
 * renews one. In every other case `main` prints nothing, and the long way starts again and reports what it finds.
 */

import { systemClock } from '../adapters/clock.ts';
import { defaultHome, defaultUser } from '../adapters/defaults.ts';
import { createKeyStore } from '../adapters/key-store.ts';
import { openSqliteState } from '../adapters/sqlite.ts';
import type { StandardStreams } from '../adapters/standard-streams.ts';
import { createSecrets } from '../adapters/vault.ts';
import { scopeAndHome } from '../cli/globals.ts';
import { tokenText } from '../cli/token/text.ts';
import { tokenDocument } from '../documents/token.ts';
import type { Prompts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import { resolveTarget } from '../targets.ts';
import { freshToken } from '../tokens/stored-token.ts';
import { ownerOf } from '../tokens/token-owner.ts';
import type { PlainToken } from './arguments.ts';

const environment = process.env;

const neverAsks = () => Promise.reject(new Error('The fast path of token must not ask.'));
const noPrompts: Prompts = {
  allowed: false,
  yes: false,
  text: neverAsks,
  secret: neverAsks,
  confirm: neverAsks,
  choose: neverAsks,
};

/** Returns whether the token was printed. */
export async function main({ target, as }: PlainToken, streams: StandardStreams): Promise<boolean> {
  if (environment.MCPCTL_DATABASE_URL) return false;
  try {
    const token = await findFreshToken(target);
    if (token === undefined) return false;
    streams.out.write(`${as === 'json' ? tokenDocument(target, token) : tokenText(token, as === 'header')}\n`);
    return true;
  } catch (thrown) {
    if (thrown instanceof Refusal) return false;
    throw thrown;
  }
}

async function findFreshToken(target: string) {
  const { home, ...scope } = scopeAndHome(
    {},
    {
      environment,
      defaultHome: defaultHome(environment, process.platform),
      defaultUser: () => defaultUser(environment),
    },
  );
  const keyStore = createKeyStore({ home, environment, prompts: noPrompts });
  // A keychain may have to be unlocked, and a passphrase has to be typed. The long way asks for either only once.
  const { store } = await keyStore.describe();
  if (store !== 'environment' && store !== 'file') return undefined;
  const secrets = createSecrets((fingerprint) => keyStore.masterKey(fingerprint));
  const state = await openSqliteState({ home, clock: systemClock });
  try {
    const owner = ownerOf(await resolveTarget(target, scope, state), scope);
    return await freshToken(owner, { state, secrets, clock: systemClock });
  } finally {
    await state.close();
  }
}
