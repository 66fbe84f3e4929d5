/** The `api-key` commands, from their options to their output. */
import { apiKeyCreate, apiKeyList, apiKeyRevoke } from '../../operations/api-key.ts';
import type { CreatedApiKey, ListedApiKey, RevokedApiKey } from '../../usecases/access/api-key.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { tellEnded } from '../render/ended.ts';
import { discloseOperation, printOperation } from '../run-operation.ts';
import { apiKeysText } from './text.ts';

export interface CreateOptions {
  readonly role: string;
  readonly webApp?: string;
  readonly agent?: readonly string[];
  /** Seconds. */
  readonly expires?: number;
}

export async function runCreate(
  context: Context,
  { role, webApp, agent: agents, expires: expiresIn }: CreateOptions,
  name: string,
): Promise<undefined> {
  const { output } = context;
  const tell = ({ secret }: CreatedApiKey) => {
    output.disclose(secret.reveal());
    output.say('Keep this key: it is not shown again.');
  };
  const input = {
    ...{ name, role },
    ...(webApp !== undefined && { webApp }),
    ...(agents && { agents }),
    ...(expiresIn !== undefined && { expiresIn }),
  };
  await discloseOperation(apiKeyCreate, { input, tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  const { output, ports } = context;
  const now = ports.clock.now();
  const tell = ({ apiKeys }: { apiKeys: readonly ListedApiKey[] }) => apiKeysText(apiKeys, now, output);
  await printOperation(apiKeyList, { input: {}, tell }, context);
}

export async function runRevoke(context: Context, name: string): Promise<undefined> {
  const asking = askAboutConsequences(context, { do: 'run', words: ['api-key', 'revoke', name] });
  const tell = (revoked: RevokedApiKey) => tellEnded(revoked, `Revoked ${name}.`, context.output);
  const { finished } = await printOperation(apiKeyRevoke, { input: { name }, tell, asking }, context);
  await finished;
}
