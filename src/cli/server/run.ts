/** The `server` commands, from their options to their output. */

import { forgottenClientDocument, revocationDocument } from '../../documents/revocations.ts';
import { serverDocument, serversDocument } from '../../documents/server.ts';
import { checkedFile } from '../../lint/findings.ts';
import { lintDocument } from '../../lint/lint-document.ts';
import { readDocument } from '../../manifest/document.ts';
import { MAXIMUM_BYTES } from '../../manifest/fault.ts';
import type { McpServer } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';
import { toolServers } from '../../targets.ts';
import { deleteServer } from '../../usecases/servers/delete-server.ts';
import type { MadeServer } from '../../usecases/servers/make-server.ts';
import { createServer, showServer } from '../../usecases/servers/server.ts';
import { updateServer } from '../../usecases/servers/update-server.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { FORMATS } from '../render/diagnostics/formats.ts';
import { forgottenClientLines } from '../render/forgotten-clients.ts';
import { revocationLines } from '../render/revocations.ts';
import { runAsking } from '../run-asking.ts';
import { described, readPatch, readSettings, type ServerCommandOptions, type ServerOperands } from './settings.ts';
import { serversText, serverText } from './text.ts';

export async function runCreate(
  context: Context,
  options: ServerCommandOptions,
  operands: ServerOperands,
): Promise<undefined> {
  const { ports, globals } = context;
  const document = options.file === undefined ? described(options, operands) : await readFile(options.file, context);
  const settings = await readSettings(document, ports.references);
  tell(await createServer({ settings, wanted: options.auth }, globals, ports), 'Created', context);
}

export async function runUpdate(context: Context, options: ServerCommandOptions, name: string): Promise<undefined> {
  const { ports, globals } = context;
  const patch = await readPatch(options, ports.references);
  const updated = await runAsking(
    (given) => updateServer({ name, patch, ...given }, globals, ports),
    askAboutConsequences(context, { do: 'update', what: 'server', name }),
  );
  tell(updated, 'Updated', context);
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

export async function runDelete(context: Context, name: string): Promise<undefined> {
  const { ports, globals, output } = context;
  const { revocations, forgottenClients } = await runAsking(
    (given) => deleteServer({ name, ...given }, globals, ports),
    askAboutConsequences(context, { do: 'delete', what: 'server', name }),
  );
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

/** A server document without errors, or the command ends with what is wrong, and where. */
async function readFile(file: string, { ports, globals, output }: Context): Promise<McpServer> {
  const { files } = ports;
  const text = file === '-' ? await files.readInput(MAXIMUM_BYTES) : await files.read(file, MAXIMUM_BYTES);
  const name = file === '-' ? '<stdin>' : file;
  const document = await readDocument({ name, text });
  const findings = lintDocument(document);
  const hasErrors = findings.diagnostics.some(({ severity }) => severity === 'error');
  if (document.kind === 'mcp-server' && !hasErrors) return document.value as McpServer;
  if (document.kind !== 'mcp-server' && !hasErrors) {
    throw new Refusal('usage', {
      what: `${name} is an app manifest; it describes no single server.`,
      hint: hint`Install it: ${{ do: 'install', file }}`,
    });
  }
  const report = { files: [checkedFile(document, findings)], skipped: 0 };
  const rendering = { color: output.color, columns: output.columns, version: '' };
  if (!globals.json) output.warn(await FORMATS.pretty.render(report, rendering));
  throw new Refusal('server-invalid', {
    what: `${name} has errors.`,
    why: 'Nothing was asked of the server.',
    hint: hint`Correct them, then look again with: ${{ do: 'validate', file }}`,
    details: globals.json ? JSON.parse(await FORMATS.json.render(report, rendering)) : {},
  });
}
