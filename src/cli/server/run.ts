/** The `server` commands, from their options to their output. */

import { checkedFile } from '../../lint/checked-file.ts';
import { hasErrors, judgeDocument } from '../../lint/lint-document.ts';
import { readDocument } from '../../manifest/document.ts';
import { MAXIMUM_BYTES } from '../../manifest/fault.ts';
import type { McpServer } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { serverCreate, serverDelete, serverList, serverShow, serverUpdate } from '../../operations/server.ts';
import { Refusal } from '../../refusal.ts';
import type { DeletedServer } from '../../usecases/servers/delete-server.ts';
import type { MadeServer } from '../../usecases/servers/make-server.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { findingsForRefusal } from '../render/findings.ts';
import { forgottenClientLines } from '../render/forgotten-clients.ts';
import { revocationLines } from '../render/revocations.ts';
import { trialLines } from '../render/trials.ts';
import { printOperation } from '../run-operation.ts';
import { described, readPatch, readSettings, type ServerCommandOptions, type ServerOperands } from './settings.ts';
import { serversText, serverText } from './text.ts';

export async function runCreate(
  context: Context,
  options: ServerCommandOptions,
  operands: ServerOperands,
): Promise<undefined> {
  const document = options.file === undefined ? described(options, operands) : await readFile(options.file, context);
  const settings = await readSettings(document, context.ports.references);
  const input = { settings, wanted: options.auth, check: options.check !== false };
  sayNext(await printOperation(serverCreate, { input, tell: tellMade('Created', context) }, context), context);
}

export async function runUpdate(context: Context, options: ServerCommandOptions, name: string): Promise<undefined> {
  const patch = await readPatch(options, context.ports.references);
  const input = { name, patch, check: options.check !== false };
  const asking = askAboutConsequences(context, { do: 'update', what: 'server', name });
  const tell = tellMade('Updated', context);
  sayNext(await printOperation(serverUpdate, { input, tell, asking }, context), context);
}

export async function runShow(context: Context, name: string): Promise<undefined> {
  const { output } = context;
  const tell = (shown: MadeServer) => output.data(serverText(shown, output.color));
  await printOperation(serverShow, { input: { name }, tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  await printOperation(serverList, { input: {}, tell: ({ servers }) => serversText(servers, context.output) }, context);
}

export async function runDelete(context: Context, name: string): Promise<undefined> {
  const asking = askAboutConsequences(context, { do: 'delete', what: 'server', name });
  const tell = ({ revocations, forgottenClients }: DeletedServer) => {
    const lines = [...revocationLines(revocations), ...forgottenClientLines(forgottenClients), `Deleted ${name}.`];
    context.output.data(lines.join('\n'));
  };
  await printOperation(serverDelete, { input: { name }, tell, asking }, context);
}

function tellMade(done: string, { output }: Context): (made: MadeServer) => void {
  return (made) => {
    const lines = [`${done} ${made.server.name}.`, ...trialLines(made.trial ? [made.trial] : [])];
    output.data(`${lines.join('\n')}\n\n${serverText(made, output.color)}`);
  };
}

function sayNext({ server, provider, connected }: MadeServer, { output }: Context): void {
  if (provider && !connected) output.say(hint`Next: ${{ do: 'connect', target: server.name }}`);
}

/** A server document without errors, or the command ends with what is wrong, and where. */
async function readFile(file: string, { ports, globals, output }: Context): Promise<McpServer> {
  const { files } = ports;
  const text = file === '-' ? await files.readInput(MAXIMUM_BYTES) : await files.read(file, MAXIMUM_BYTES);
  const name = file === '-' ? '<stdin>' : file;
  const document = await readDocument({ name, text });
  const diagnostics = judgeDocument(document);
  const isFaulty = hasErrors(diagnostics);
  if (document.kind === 'mcp-server' && !isFaulty) return document.value as McpServer;
  if (document.kind !== 'mcp-server' && !isFaulty) {
    throw new Refusal('usage', {
      what: `${name} is an app manifest; it describes no single server.`,
      hint: hint`Install it: ${{ do: 'install', file }}`,
    });
  }
  const report = { files: [await checkedFile(document, { diagnostics, suppressed: 0 })], skipped: 0 };
  throw new Refusal('server-invalid', {
    what: `${name} has errors.`,
    why: 'Nothing was asked of the server.',
    hint: hint`Correct them, then look again with: ${{ do: 'validate', file }}`,
    details: await findingsForRefusal(report, { globals, output }),
  });
}
