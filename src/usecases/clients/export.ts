/** `export CLIENT`: a client is told to start the gateway. What was there is kept beside it. */
import { CLIENTS, type ClientName } from '../../compile/clients.ts';
import type { Scope } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';
import { showAgent } from '../agents/agent.ts';
import { openConfiguration, withGateway } from './configuration.ts';

export interface Exported {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly outcome: 'done' | 'planned' | 'nothing_to_do';
  /** Where the text from before is, when there was one. */
  readonly backup?: string;
}

export interface ExportOptions {
  readonly file?: string;
  /** The client gets only what is attached to this agent. */
  readonly agent?: string;
  /** Decides, and writes nothing. */
  readonly isDryRun: boolean;
  /** Shows what would be written, before a person is asked. */
  readonly show: (change: { path: string; before: string; after: string }) => void;
}

/** Refuses `agent-unknown`, `config-invalid`, `file-unreadable`, `file-unwritable`, `interrupted`. */
export async function exportClient(
  name: ClientName,
  { file, agent, isDryRun, show }: ExportOptions,
  { project }: Pick<Scope, 'project'>,
  { files, folders, prompts, state }: Pick<TerminalPorts, 'files' | 'folders' | 'prompts' | 'state'>,
): Promise<Exported> {
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
  show(change);
  if (prompts.allowed && !(await prompts.confirm({ message: `Write ${path} as shown?` }))) {
    throw new Refusal('interrupted', { what: 'The answer was no.', hint: 'Nothing was changed.' });
  }
  const backup = text === undefined ? undefined : await files.backUp(path, text);
  await files.write(path, change.after);
  return { ...change, outcome: 'done', backup };
}
