/** API keys, for people. */
import { hint } from '../../next-step.ts';
import { isoTime } from '../../time.ts';
import type { ListedApiKey } from '../../usecases/access/api-key.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

/** @param now Milliseconds since 1970. */
export async function apiKeysText(apiKeys: readonly ListedApiKey[], now: number, output: Output): Promise<void> {
  if (apiKeys.length === 0) {
    output.say(hint`This project has no API key. Make one: ${{ do: 'create', what: 'api-key' }}`);
    return;
  }
  await writeTable(
    apiKeys,
    [
      { title: 'api key', text: ({ key }) => key.name, whole: true },
      { title: 'role', text: ({ key }) => key.role, whole: true },
      { title: 'begins with', text: ({ key }) => key.start, whole: true },
      { title: 'web app', text: ({ webApp }) => webApp ?? '-' },
      { title: 'agents', text: ({ key }) => key.agents?.join(', ') ?? '-' },
      { title: 'last used', text: ({ key }) => minute(key.lastUsedAt) },
      { title: 'state', text: ({ key }) => stateOf(key, now) },
    ],
    output,
  );
}

function stateOf({ revokedAt, expiresAt }: ListedApiKey['key'], now: number): string {
  if (revokedAt !== undefined) return `revoked ${minute(revokedAt)}`;
  if (expiresAt === undefined) return 'good';
  return `${expiresAt <= now ? 'expired' : 'until'} ${minute(expiresAt)}`;
}

function minute(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : isoTime(milliseconds).slice(0, 16);
}
