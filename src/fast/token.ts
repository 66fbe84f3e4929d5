/**
 * A token that is fresh lies in the state and needs nothing else, so a plain `token` of it is printed without what
 * renews one. Whatever else may be the case takes the long way, which finds it again, and says so.
 */
import { systemClock } from '../adapters/clock.ts';
import { defaultHome, defaultUser } from '../adapters/home.ts';
import { createKeyStore } from '../adapters/key-store.ts';
import { openSqliteState } from '../adapters/sqlite.ts';
import type { StandardStreams } from '../adapters/standard-streams.ts';
import { createSecrets } from '../adapters/vault.ts';
import { tokenDocument, tokenText } from '../cli/token/text.ts';
import type { Prompts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import { resolveTarget } from '../targets.ts';
import { freshToken } from '../tokens/stored-token.ts';
import { ownerOf } from '../tokens/token-owner.ts';
import type { PlainToken } from './arguments.ts';

const environment = process.env;

const unasked = () => Promise.reject(new Error('Nobody is asked here.'));
const nobody: Prompts = {
  allowed: false,
  yes: false,
  text: unasked,
  secret: unasked,
  confirm: unasked,
  choose: unasked,
};

/** Whether the token was printed. */
export async function main({ target, as }: PlainToken, streams: StandardStreams): Promise<boolean> {
  if (environment.MCPCTL_DATABASE_URL) return false;
  try {
    const current = await find(target);
    if (current === undefined) return false;
    streams.out.write(`${as === 'json' ? tokenDocument(target, current) : tokenText(current, as === 'header')}\n`);
    return true;
  } catch (thrown) {
    if (thrown instanceof Refusal) return false;
    throw thrown;
  }
}

async function find(target: string) {
  const home = defaultHome(environment, process.platform);
  const scope = { project: environment.MCPCTL_PROJECT || 'default', user: defaultUser(environment) };
  const keyStore = createKeyStore({ home, environment, prompts: nobody });
  // A keychain may have to be unlocked, and a passphrase asked for: once, on the long way.
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
