/** Reads a client's configuration, and adds our gateway to its servers without any other change. */
import type { Client } from '../compile/clients.ts';
import { isJsonObject } from '../json-object.ts';
import { readDocument } from '../manifest/document.ts';
import { textEditsOf } from '../manifest/edit/edit.ts';
import { applyTextEdits } from '../manifest/edit/textedit.ts';
import { hint } from '../next-step.ts';
import type { Files, Folders } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';

/** Bytes of a configuration. */
const LIMIT = 4 * 1024 * 1024;

export interface Configuration {
  readonly path: string;
  /** Undefined when there is no file. */
  readonly text?: string;
}

/**
 * Without a file, reads the one where the client looks.
 *
 * @throws Refusal `file-unreadable`.
 */
export async function openConfiguration(
  { place, path }: Client,
  file: string | undefined,
  { files, folders }: { files: Files; folders: Folders },
): Promise<Configuration> {
  const where = file ?? folders.inside(place, path);
  return (await files.exists(where)) ? { path: where, text: await files.read(where, LIMIT) } : { path: where };
}

/** @throws Refusal `config-invalid` when the client could not read the text. */
export async function withGateway(
  client: Client,
  { path, text = '' }: Configuration,
  args: readonly string[],
): Promise<string> {
  const entry = { name: 'mcpctl', command: 'mcpctl', args };
  if (client.format === 'toml') return withTableOf(client, { path, text }, entry);
  const value = client.write(entry);
  if (text.trim() === '') return `${JSON.stringify({ [client.key]: { mcpctl: value } }, null, 2)}\n`;
  const document = await readDocument({ name: path, text }, client.format);
  const [fault] = document.faults;
  if (fault) throw unreadable(client, path, fault.message);
  if (!isJsonObject(document.value)) throw unreadable(client, path, 'It is no object.');
  const servers = document.value[client.key] as Record<string, unknown> | null | undefined;
  if (JSON.stringify(servers?.mcpctl) === JSON.stringify(value)) return text;
  const edits = await textEditsOf(document, [{ op: 'set', path: [client.key, 'mcpctl'], value }]);
  if (edits === undefined) throw unreadable(client, path, `Its ${client.key} is no object.`);
  return applyTextEdits(text, edits);
}

/**
 * The servers of a configuration by name.
 *
 * @throws Refusal `config-invalid`.
 */
export async function serversIn(client: Client, configuration: Configuration): Promise<Record<string, unknown>> {
  const { path } = configuration;
  const servers = ((await contentOf(client, configuration)) as Record<string, unknown> | null)?.[client.key] ?? {};
  if (typeof servers === 'object' && !Array.isArray(servers)) return servers as Record<string, unknown>;
  throw unreadable(client, path, `Its ${client.key} is no object.`);
}

/** @throws Refusal `config-invalid`. */
export async function contentOf(client: Client, { path, text = '' }: Configuration): Promise<unknown> {
  if (client.format === 'toml') {
    const { readToml } = await import('./toml.ts');
    const value = readToml(text);
    if (value === undefined) throw unreadable(client, path, 'It is no TOML.');
    return value;
  }
  if (text.trim() === '') return {};
  const document = await readDocument({ name: path, text }, client.format);
  const [fault] = document.faults;
  if (fault) throw unreadable(client, path, fault.message);
  return document.value;
}

async function withTableOf(
  client: Client,
  { path, text }: Required<Configuration>,
  { name, command, args }: { name: string; command: string; args: readonly string[] },
): Promise<string> {
  const { readToml, withTable } = await import('./toml.ts');
  if (readToml(text) === undefined) throw unreadable(client, path, 'It is no TOML.');
  const lines = [
    `command = ${JSON.stringify(command)}`,
    `args = [${args.map((each) => JSON.stringify(each)).join(', ')}]`,
  ];
  const after = withTable(text, [client.key, name], lines);
  if (readToml(after) === undefined) throw unreadable(client, path, `Its ${client.key} is no table of tables.`);
  return after;
}

function unreadable({ title }: Client, path: string, why: string): Refusal {
  return new Refusal('config-invalid', {
    what: `${path} is no configuration that ${title} could read.`,
    why,
    hint: hint`Correct it, or look at what would be written: ${{ do: 'run', words: ['export', 'CLIENT', '--print', '--file', 'new.json'] }}`,
    details: { file: path },
  });
}
