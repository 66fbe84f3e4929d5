/** The variables that a client's configuration would send to servers: shown, asked about, and read after a yes. */

import { canParseUrl } from '../../can-parse-url.ts';
import type { Environment } from '../../client-files/variables.ts';
import type { NextStep } from '../../next-step.ts';
import type { NeedsConfirmation } from '../../plan/needs.ts';
import type { References } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import type { FoundServers } from '../../usecases/clients/find-servers.ts';
import { secretVariablesOf, variablesOf } from '../../usecases/clients/imported-settings.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';

/** Shows which host would get which variable, and asks. */
export async function askAboutVariables(
  { consequences }: NeedsConfirmation,
  step: NextStep,
  { ports, output }: Pick<Context, 'ports' | 'output'>,
): Promise<void> {
  for (const each of consequences) {
    if (each.kind !== 'variables-sent') continue;
    output.warn(`${each.path} sends variables of your environment:`);
    for (const { variable, server, url } of each.sent) {
      output.warn(printable(`  ${variable} → ${hostOf(url)} (${server})`));
    }
    if (each.isInCurrentFolder) {
      output.warn('The file is inside of the current folder, so somebody else may have written it.');
    }
  }
  const why = 'The values of these variables would be stored, and sent to these hosts.';
  const declined = 'Nothing was imported.';
  await confirm({ question: 'Read these variables and send them there?', step, why, declined }, ports.prompts);
}

function hostOf(url: string): string {
  return canParseUrl(url) ? new URL(url).host : url;
}

/** A variable that cannot be read fails only the servers that need it. */
export async function readVariables({ servers }: FoundServers, references: References): Promise<Environment> {
  const environment = new Map<string, Secret | string | Refusal>();
  const importable = servers.flatMap(({ found }) => ('why' in found ? [] : [found]));
  const secret = new Set(importable.flatMap(secretVariablesOf));
  for (const name of importable.flatMap(variablesOf)) {
    const reference = `env:${name}`;
    const value = secret.has(name) ? references.resolve(reference) : references.read(reference);
    environment.set(
      name,
      await value.catch((thrown: unknown) => {
        if (thrown instanceof Refusal) return thrown;
        throw thrown;
      }),
    );
  }
  return environment;
}
