/** `uninstall`: shows what goes, asks, and tells what became of tokens and clients. */
import { forgottenClientDocument, revocationDocument } from '../../documents/revocations.ts';
import { uninstall } from '../../usecases/install/uninstall.ts';
import { askAboutPlan } from '../ask-about-plan.ts';
import type { Context } from '../context.ts';
import { forgottenClientLines } from '../render/forgotten-clients.ts';
import { revocationLines } from '../render/revocations.ts';
import { runAsking } from '../run-asking.ts';

export async function runUninstall(context: Context, app: string): Promise<undefined> {
  const { ports, globals, output } = context;
  const { plan, revocations, forgottenClients } = await runAsking(
    (given) => uninstall({ app, ...given }, globals, ports),
    askAboutPlan(context),
  );
  if (globals.json) {
    output.json({
      outcome: 'done',
      plan,
      revocations: revocations.map(revocationDocument),
      deleted_clients: forgottenClients.map(forgottenClientDocument),
    });
    return;
  }
  const lines = [...revocationLines(revocations), ...forgottenClientLines(forgottenClients)];
  output.data([...lines, `Uninstalled ${plan.app}.`].join('\n'));
}
