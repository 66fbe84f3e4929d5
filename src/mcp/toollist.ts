/** `tools/list`, page by page, where one faulty definition does not cost the others. */
import {
  type Client,
  SdkError,
  SdkErrorCode,
  type StandardSchemaV1,
  specTypeSchemas,
  type Tool,
} from '@modelcontextprotocol/client';
import { parameterHeaderFault } from './parameterheaders.ts';

export interface ToolList {
  readonly tools: readonly Tool[];
  readonly faulty: readonly FaultyTool[];
}

export interface FaultyTool {
  /** Its name if it has one, else where it stands in the list. */
  readonly name: string;
  readonly why: string;
}

interface Page {
  readonly tools: readonly unknown[];
  readonly nextCursor?: string;
}

/** More pages than any honest server has. */
const MAX_PAGES = 1000;

/** Every tool of a connected client's server. A server without the tools capability has none. */
export async function listTools(client: Client, signal?: AbortSignal): Promise<ToolList> {
  if (!client.getServerCapabilities()?.tools) return { tools: [], faulty: [] };
  const definitions: unknown[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      pageSchema,
      {
        signal,
      },
    );
    definitions.push(...page.tools);
    cursor = page.nextCursor;
    if (cursor !== undefined && (cursors.has(cursor) || cursors.size === MAX_PAGES)) throw endless();
    if (cursor !== undefined) cursors.add(cursor);
  } while (cursor !== undefined);
  return sort(definitions, client.getProtocolEra() === 'modern');
}

function sort(definitions: readonly unknown[], modern: boolean): ToolList {
  const tools: Tool[] = [];
  const faulty: FaultyTool[] = [];
  for (const [index, definition] of definitions.entries()) {
    const { value, issues } = validated(definition);
    const fault = issues ?? (modern ? parameterHeaderFault(value.inputSchema) : undefined);
    if (fault === undefined && value !== undefined) tools.push(value);
    else faulty.push({ name: nameOf(definition) ?? `number ${index + 1}`, why: fault ?? '' });
  }
  return { tools, faulty };
}

function validated(definition: unknown): { value: Tool; issues?: undefined } | { value?: undefined; issues: string } {
  const result = specTypeSchemas.Tool['~standard'].validate(definition);
  if (result instanceof Promise) throw new Error('The schema of a tool is synchronous.');
  if (result.issues === undefined) return { value: result.value };
  return {
    issues: result.issues.map(({ path = [], message }) => `${path.map(keyOf).join('.')}: ${message}`).join('; '),
  };
}

const keyOf = (segment: PropertyKey | { key: PropertyKey }) =>
  String(typeof segment === 'object' ? segment.key : segment);

function nameOf(definition: unknown): string | undefined {
  if (typeof definition !== 'object' || definition === null || !('name' in definition)) return undefined;
  return typeof definition.name === 'string' ? definition.name : undefined;
}

function endless(): SdkError {
  return new SdkError(SdkErrorCode.ListPaginationExceeded, 'tools/list goes on without end');
}

/** Just enough of a `ListToolsResult` to go on; the tools are looked at one by one. */
const pageSchema: StandardSchemaV1<unknown, Page> = {
  '~standard': {
    version: 1,
    vendor: 'mcpctl',
    validate: (value) =>
      isPage(value) ? { value } : { issues: [{ message: 'tools is no list, or nextCursor is no string' }] },
  },
};

function isPage(value: unknown): value is Page {
  if (typeof value !== 'object' || value === null || !('tools' in value) || !Array.isArray(value.tools)) return false;
  return !('nextCursor' in value) || value.nextCursor === undefined || typeof value.nextCursor === 'string';
}
