/** `serve`: from its options to a server that runs. */
import { FORMAT_VERSION } from '../../format-version.ts';
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
    // On one line, unlike other documents: whoever started the server reads lines while it runs.
    if (globals.json) output.data(JSON.stringify({ format_version: FORMAT_VERSION, url }));
    else output.data(`Serving ${url}`);
    output.say(hint`A backend needs a key: ${{ do: 'create', what: 'api-key' }}`);
  };
  await serveServer({ listen, publicUrl, allowNetwork, auditArguments, auditDurable, listening, log: output.warn });
  return undefined;
}
