/** Asks a server for its name and authorization, so that the author of a manifest does not have to know them. */
import type { Ports } from '../../ports/index.ts';
import { discover } from '../../providers/discover.ts';
import { checkedUrl } from '../../providers/url-target.ts';
import { Refusal } from '../../refusal.ts';
import { authOf, displayName } from './collection-of.ts';
import type { Starter } from './starter.ts';

/** Returns undefined, after a warning, when the server cannot be asked or does not say how it is authorized. */
export async function probeForStarter(
  url: string,
  ports: Pick<Ports, 'network' | 'clock' | 'progress'>,
): Promise<Pick<Starter, 'title' | 'auth'> | undefined> {
  const { progress } = ports;
  progress.step(`Asking ${new URL(url).host} what it wants`);
  try {
    const discovered = await discover(checkedUrl(url), ports);
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
