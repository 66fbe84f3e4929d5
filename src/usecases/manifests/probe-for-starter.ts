/** `init --url`: what the server itself says, so that nobody has to know. */
import type { Ports } from '../../ports/index.ts';
import { discover } from '../../providers/discover.ts';
import { checkedUrl } from '../../providers/url-target.ts';
import { Refusal } from '../../refusal.ts';
import { authOf, displayName } from './collection-of.ts';
import type { Starter } from './starter.ts';

/** `undefined`, with a word why, when it could not be asked or its answers conclude nothing. */
export async function probeForStarter(
  url: string,
  { network, progress }: Pick<Ports, 'network' | 'progress'>,
): Promise<Pick<Starter, 'title' | 'auth'> | undefined> {
  progress.step(`Asking ${new URL(url).host} what it wants`);
  try {
    const discovered = await discover(checkedUrl(url), { network });
    if (discovered.recommended !== undefined) return { title: displayName(discovered), auth: authOf(discovered) };
    progress.warn('The server does not say how it is authorized. Fill in auth yourself.');
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    progress.warn(`${thrown.message} Whether it wants authorization is not known: fill in auth yourself.`);
  } finally {
    progress.done();
  }
  return undefined;
}
