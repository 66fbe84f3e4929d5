/** `serve`: from its options to a server that runs. */
import { FORMAT_VERSION } from '../../format-version.ts';
import { hint } from '../../next-step.ts';
import type { TlsFiles } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../context.ts';
import { type ServeCommandOptions, USUAL_ADDRESS } from './options.ts';

/** @throws Refusal usage, file-not-found, address-refused, port-taken */
export async function runServe(context: Context, options: ServeCommandOptions): Promise<undefined> {
  const { serveServer, globals, output } = context;
  const { listen = USUAL_ADDRESS, publicUrl, internalListen, gatewayOnly = false } = options;
  const { auditArguments = false, auditDurable = false } = options;
  const listening = (url: string) => {
    // On one line, unlike other documents: whoever started the server reads lines while it runs.
    if (globals.json) output.data(JSON.stringify({ format_version: FORMAT_VERSION, url }));
    else output.data(`Serving ${url}`);
    if (!gatewayOnly) output.say(hint`A backend needs a key: ${{ do: 'create', what: 'api-key' }}`);
  };
  await serveServer({
    ...{ listen, publicUrl, internalListen, gatewayOnly, auditArguments, auditDurable, listening },
    owner: { project: globals.project, user: globals.user },
    allowNetwork: listOf(options.allowNetwork),
    trustedProxy: listOf(options.trustedProxy),
    tls: await tlsFiles(options, context),
    log: output.warn,
  });
  return undefined;
}

function listOf(given: string[] | string | undefined): readonly string[] {
  return [given ?? []].flat().flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
}

/** Bytes. */
const LARGEST = 1024 * 1024;

async function tlsFiles({ tlsCert, tlsKey }: ServeCommandOptions, { ports }: Context): Promise<TlsFiles | undefined> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert !== undefined && tlsKey !== undefined) {
    const [cert, key] = await Promise.all([tlsCert, tlsKey].map((file) => ports.files.read(file, LARGEST)));
    if (cert !== undefined && key !== undefined) return { cert, key };
  }
  throw new Refusal('usage', {
    what: 'A certificate and its private key are given together.',
    hint: 'Add both: --tls-cert cert.pem --tls-key key.pem',
  });
}
