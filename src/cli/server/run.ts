/** The `server` commands, from their options to their output. */

import { findingsIn } from '../../lint/lint-document.ts';
import { checkedFile } from '../../lint/report-findings.ts';
import { readDocument } from '../../manifest/document.ts';
import { MAXIMUM_BYTES } from '../../manifest/fault.ts';
import type { McpServer, ServerAuthFields, ServerAuthType } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';
import { DEFAULT_SETTINGS } from '../../rules/settings.ts';
import { toolServers } from '../../targets.ts';
import type { MadeServer } from '../../usecases/servers/make-server.ts';
import type { ServerPatch } from '../../usecases/servers/merge.ts';
import { createServer, deleteServer, showServer, updateServer } from '../../usecases/servers/server.ts';
import type { Context } from '../context.ts';
import { forgottenClientDocument, forgottenClientLines } from '../render/forgotten-clients.ts';
import { revocationDocument, revocationLines } from '../render/revocations.ts';
import { serverDocument, serversDocument, serversText, serverText } from './text.ts';

export interface ServerCommandOptions {
  readonly file?: string;
  readonly url?: string;
  readonly auth?: ServerAuthType | 'none';
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly token?: string;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly authUrl?: string;
  readonly tokenUrl?: string;
  readonly registerUrl?: string;
  readonly header?: readonly string[];
}

export async function runCreate(
  context: Context,
  options: ServerCommandOptions,
  name: string | undefined,
  url: string | undefined,
): Promise<undefined> {
  const document = options.file === undefined ? described(options, name, url) : await readFile(options.file, context);
  tell(await createServer(document, options.auth, context.globals, context.ports), 'Created', context);
}

export async function runUpdate(context: Context, options: ServerCommandOptions, name: string): Promise<undefined> {
  tell(await updateServer(name, patchOf(options), context.globals, context.ports), 'Updated', context);
}

export async function runShow({ ports, globals, output }: Context, name: string): Promise<undefined> {
  const shown = await showServer(name, globals, ports);
  if (globals.json) output.json(serverDocument(shown));
  else output.data(serverText(shown, output.color));
}

export async function runList({ ports, globals, output }: Context): Promise<undefined> {
  const servers = await toolServers(globals.project, ports.state);
  if (globals.json) output.json(serversDocument(servers));
  else await serversText(servers, output);
}

export async function runDelete({ ports, globals, output }: Context, name: string): Promise<undefined> {
  const { revocations, forgottenClients } = await deleteServer(name, globals, ports);
  if (globals.json) {
    output.json({
      outcome: 'done',
      revocations: revocations.map(revocationDocument),
      deleted_clients: forgottenClients.map(forgottenClientDocument),
    });
    return undefined;
  }
  const lines = [...revocationLines(revocations), ...forgottenClientLines(forgottenClients), `Deleted ${name}.`];
  output.data(lines.join('\n'));
}

function tell(made: MadeServer, done: string, { globals, output }: Context): void {
  if (globals.json) output.json(serverDocument(made));
  else output.data(`${done} ${made.server.name}.\n\n${serverText(made, output.color)}`);
  if (made.provider) output.say(hint`Next: ${{ do: 'connect', target: made.server.name }}`);
}

function described(options: ServerCommandOptions, name: string | undefined, url: string | undefined): McpServer {
  if (name === undefined || url === undefined) {
    throw new Refusal('usage', {
      what: 'A server has a name and a URL.',
      hint: hint`Type ${{ do: 'create', what: 'server' }}, or ${{ do: 'create', what: 'server', file: 'server.json' }}`,
    });
  }
  const { auth: type } = options;
  const { auth, headers } = patchOf(options);
  if ((type === undefined || type === 'none') && Object.keys(auth).length > 0) {
    throw new Refusal('usage', {
      what: `${Object.keys(auth).join(', ')} says nothing without the type of authorization.`,
      hint: hint`Say it too: ${{ do: 'create', what: 'server', name, url, give: ['auth'] }}`,
    });
  }
  const config = {
    endpoint: url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(type !== undefined && type !== 'none' && { auth: { ...auth, type } }),
  };
  return { name, config };
}

function patchOf(options: ServerCommandOptions): ServerPatch {
  const fields: Partial<ServerAuthFields> = {
    client_id: options.clientId,
    client_secret: options.clientSecret,
    auth_token: options.token,
    scopes: options.scope,
    resource: options.resource,
    auth_url: options.authUrl,
    token_url: options.tokenUrl,
    register_url: options.registerUrl,
  };
  return {
    url: options.url,
    type: options.auth,
    auth: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    headers: Object.fromEntries((options.header ?? []).map(nameAndReference)),
  };
}

function nameAndReference(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new Refusal('usage', {
    // Not shown: it may be a secret.
    what: 'A value of --header is not of the form NAME=REFERENCE.',
    hint: 'For example: --header X-Api-Key=env:CRM_KEY',
  });
}

/** A server document without errors, or the command ends with what is wrong, and where. */
async function readFile(file: string, { ports, globals, output }: Context): Promise<McpServer> {
  const { files } = ports;
  const text = file === '-' ? await files.readInput(MAXIMUM_BYTES) : await files.read(file, MAXIMUM_BYTES);
  const name = file === '-' ? '<stdin>' : file;
  const document = await readDocument({ name, text });
  const findings = findingsIn(document, DEFAULT_SETTINGS);
  const hasErrors = findings.diagnostics.some(({ severity }) => severity === 'error');
  if (document.kind === 'mcp-server' && !hasErrors) return document.value as McpServer;
  if (document.kind !== 'mcp-server' && !hasErrors) {
    throw new Refusal('usage', {
      what: `${name} is an app manifest; it describes no single server.`,
      hint: hint`Install it: ${{ do: 'install', file }}`,
    });
  }
  const { render } = await import('../render/diagnostics/render.ts');
  const report = { files: [checkedFile(document, findings)], skipped: 0 };
  const rendering = { color: output.color, columns: output.columns, version: '' };
  if (!globals.json) output.warn(await render('pretty', report, rendering));
  throw new Refusal('server-invalid', {
    what: `${name} has errors.`,
    why: 'Nothing was asked of the server.',
    hint: hint`Correct them, then look again with: ${{ do: 'validate', file }}`,
    details: globals.json ? JSON.parse(await render('json', report, rendering)) : {},
  });
}
