// Another process changes what is installed while the gateway runs, and the gateway follows without a restart.
import { setTimeout } from 'node:timers/promises';
import { manifestOf } from './home.mjs';
import { startUpstream } from './upstreams.mjs';

const PATIENCE = 10_000;

/** `slowest`: how long it took until the gateway knew. Milliseconds; infinite when it never did. */
export async function createExtra(home, callers) {
  const upstream = await startUpstream({ namespace: 'extra', era: 'modern' });
  const extra = { slowest: 0, come, go };
  let count = 0;

  async function come() {
    await home.install(manifestOf('extra', [upstream]));
    await home.mcpctl('agent', 'create', 'scribe').catch(() => {});
    await home.mcpctl('agent', 'attach', 'scribe', 'extra');
    await until((answer) => answer.content?.[0].text === `extra ${count}` && !answer.isError);
  }

  async function go() {
    await home.mcpctl('uninstall', 'extra', '--yes');
    await until((answer) => answer.content === undefined);
  }

  async function until(isSo) {
    const since = Date.now();
    for (;;) {
      count += 1;
      if (isSo(await callers.order('once', { tool: 'extra_quick', args: { nonce: `${count}` } }))) break;
      if (Date.now() - since > PATIENCE) {
        extra.slowest = Number.POSITIVE_INFINITY;
        return;
      }
      await setTimeout(100);
    }
    extra.slowest = Math.max(extra.slowest, Date.now() - since);
  }

  return extra;
}
