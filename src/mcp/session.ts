/**
 * A session with one MCP server over Streamable HTTP, of either era: `server/discover` of 2026-07-28 is
 * tried first, and `initialize` follows only when the answer shows an older server. A 401 or a 5xx shows
 * nothing about age, so it ends the attempt.
 */
import {
  type CallToolResult,
  Client,
  type Implementation,
  type ProgressCallback,
  type ProtocolEra,
  StreamableHTTPClientTransport,
  type Tool,
} from '@modelcontextprotocol/client';
import type { Fetch } from '../ports.ts';
import { refusalOf } from './refusals.ts';
import { listTools, type ToolList } from './toollist.ts';

export type { CallToolResult, Tool, ToolList };

export interface SessionOptions {
  readonly url: string;
  /** Adds the authorization; what it refuses comes out of the session unchanged. */
  readonly fetch: Fetch;
  /** How we introduce ourselves; mcpctl and its version when left out. */
  readonly client?: Implementation;
  readonly signal?: AbortSignal;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
}

export interface Session {
  /** Absent when a 2026-07-28 server does not introduce itself. */
  readonly serverInfo: Implementation | undefined;
  readonly protocolVersion: string;
  /** `modern` is 2026-07-28 and later, `legacy` before. */
  readonly era: ProtocolEra;
  /** All pages. A tool whose definition is faulty is named apart and does not hide the others. */
  listTools(): Promise<ToolList>;
  /** Takes the definition, since 2026-07-28 mirrors some arguments into headers that the definition names. */
  callTool(tool: Tool, args: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  /** Ends the session at the server, as far as it has one. Never fails. */
  close(): Promise<void>;
}

declare const MCPCTL_VERSION: string | undefined;
const OURSELVES = { name: 'mcpctl', version: typeof MCPCTL_VERSION === 'string' ? MCPCTL_VERSION : '0.0.0' };

const HANDSHAKE_MILLISECONDS = 30_000;
/** A tool may work for long; one that tells its progress may take as long as it does so. */
const CALL_MILLISECONDS = 300_000;

/** Refuses `server-unreachable`, `server-timeout`, `server-error`, `insufficient-scope`, and what `fetch` refuses. */
export async function openSession({ url, fetch, client: introduction, signal }: SessionOptions): Promise<Session> {
  const client = new Client(introduction ?? OURSELVES, { versionNegotiation: { mode: 'auto' } });
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch, onInsufficientScope: 'throw' });
  const close = async () => {
    await transport.terminateSession().catch(() => {});
    await client.close().catch(() => {});
  };
  try {
    await client.connect(transport, { timeout: HANDSHAKE_MILLISECONDS, signal });
  } catch (thrown) {
    await close();
    throw refusalOf(thrown, { url, signal });
  }
  return {
    serverInfo: client.getServerVersion(),
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    era: client.getProtocolEra() ?? 'legacy',
    listTools: () =>
      listTools(client, signal).catch((thrown) => {
        throw refusalOf(thrown, { url, signal });
      }),
    callTool: (tool, args, options = {}) =>
      client
        .callTool(
          { name: tool.name, arguments: args },
          {
            toolDefinition: tool,
            timeout: CALL_MILLISECONDS,
            resetTimeoutOnProgress: true,
            signal: options.signal ?? signal,
            onprogress: options.onProgress,
          },
        )
        .catch((thrown) => {
          throw refusalOf(thrown, { url, signal: options.signal ?? signal });
        }),
    close,
  };
}
