/** `serve`: from its options to a server that runs. */
import { hint } from '../../next-step.ts';
import type { Context } from '../context.ts';

export interface ServeCommandOptions {
  readonly listen?: string;
  readonly publicUrl?: string;
  readonly allowNetwork?: string[];
  readonly auditArguments?: boolean;
  readonly auditDurable?: boolean;
}

const USUAL_ADDRESS = '127.0.0.1:7777';

/** @throws Refusal usage, address-refused, port-taken */
export async function runServe(context: Context, options: ServeCommandOptions): Promise<undefined> {
  const { serveServer, globals, output } = context;
  const {
    listen = USUAL_ADDRESS,
    publicUrl,
    allowNetwork = [],
    auditArguments = false,
    auditDurable = false,
  } = options;
  const listening = (url: string) => {
    if (globals.json) output.json({ url });
    else output.data(`Serving ${url}`);
    output.say(hint`A backend needs a key: ${{ do: 'create', what: 'api-key' }}`);
  };
  await serveServer({ listen, publicUrl, allowNetwork, auditArguments, auditDurable, listening, log: output.warn });
  return undefined;
}
