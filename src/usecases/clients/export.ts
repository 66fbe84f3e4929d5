/** Makes a client start the gateway: adds it to the client's configuration, and keeps the text from before. */

import { openConfiguration, withGateway } from '../../client-files/configuration.ts';
import { CLIENTS, type ClientName } from '../../compile/clients.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { showAgent } from '../agents/agent.ts';

export interface ExportInput {
  readonly client: ClientName;
  /** The configuration. Without it, the file where the client looks. */
  readonly file?: string;
  /** The client gets only what is attached to this agent. */
  readonly agent?: string;
  /** Decides, and writes nothing. */
  readonly isDryRun: boolean;
}

export interface Exported {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly outcome: 'done' | 'planned' | 'nothing_to_do';
  /** The file that keeps the text from before, when there was one. */
  readonly backup?: string;
}

/** @throws Refusal `agent-unknown`, `config-invalid`, `file-unreadable`, `file-unwritable`. */
export async function exportClient(
  { client: name, file, agent, isDryRun, ...given }: ExportInput & Given,
  { project }: Pick<Scope, 'project'>,
  { files, folders, state }: Pick<Ports, 'files' | 'folders' | 'state'>,
): Promise<Exported | NeedsConfirmation> {
  if (agent !== undefined) await showAgent({ name: agent }, { project }, { state });
  const client = CLIENTS[name];
  const configuration = await openConfiguration(client, file, { files, folders });
  const { path, text } = configuration;
  const args = [
    ...['gateway', '--stdio'],
    ...(agent === undefined ? [] : ['--agent', agent]),
    ...(project === 'default' ? [] : ['--project', project]),
  ];
  const change = { path, before: text ?? '', after: await withGateway(client, configuration, args) };
  if (change.after === text) return { ...change, outcome: 'nothing_to_do' };
  if (isDryRun) return { ...change, outcome: 'planned' };
  const needs = await confirmationFor([{ kind: 'file-changed', ...change }], given);
  if (needs) return needs;
  const backup = text === undefined ? undefined : await files.backUp(path, text);
  await files.rewrite(path, change.after);
  return { ...change, outcome: 'done', backup };
}
