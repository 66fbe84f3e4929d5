/** A session with one MCP server: what can be done in it, whichever era the server is of. */
import type {
  CallToolResult,
  Implementation,
  ProgressCallback,
  ProtocolEra,
  ServerCapabilities,
  Tool,
} from '@modelcontextprotocol/client';
import type { Era } from './era.ts';
import type { FaultyTool } from './faulty-tools.ts';
import type { ForwardableRequest, ForwardOptions, Result } from './forward-request.ts';
import type { ResourceSubscriptions } from './resource-subscriptions.ts';

export type { CallToolResult, FaultyTool, Tool };

export interface CallOptions {
  /** How long the tool may be silent, in milliseconds; five minutes when left out. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
}

export interface ToolList {
  readonly tools: readonly Tool[];
  /** Tools that are left out because their definitions are wrong. */
  readonly faulty: readonly FaultyTool[];
  /** For how many milliseconds the server calls the list fresh; unset before 2026-07-28, which has no such hint. */
  readonly freshFor?: number;
}

export interface Session extends ResourceSubscriptions {
  /** Absent when a 2026-07-28 server does not introduce itself. */
  readonly serverInfo: Implementation | undefined;
  readonly protocolVersion: string;
  /** `modern` is 2026-07-28 and later, `legacy` before. */
  readonly era: ProtocolEra;
  /** Whether the server has given the session an id. Without one it cannot ask in the middle of a call, as 2025 does. */
  readonly isStateful: boolean;
  /** What `openSession` takes the next time, so that it need not find out the era again. */
  readonly knownEra: () => Era;
  readonly capabilities: ServerCapabilities;
  /** Resolves when a 2025 server says on its notification stream that it no longer knows the session. */
  readonly terminated: Promise<void>;
  /** Reads all pages. A tool whose definition is wrong is named apart and does not hide the others. */
  listTools(): Promise<ToolList>;
  /** Takes the definition, because 2026-07-28 mirrors the arguments that the definition names into headers. */
  callTool(tool: Tool, args: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  /**
   * Sends any request and returns its result as it came.
   *
   * @throws Refusal whose cause is the JSON-RPC error, when the server answers with one
   */
  forward(request: ForwardableRequest, options?: ForwardOptions): Promise<Result>;
  /** Ends the session, at the server as well when it has an id. Never fails. */
  close(): Promise<void>;
}
