/** Lists the tools of a server: all pages, without faulty definitions, and how long the list stays fresh. */
import type { Client, Transport } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/index.ts';
import { type FaultyTool, withoutFaultyTools } from './faulty-tools.ts';
import { readAllPages } from './pagination.ts';
import { beforeDeadline } from './request-deadline.ts';
import type { ToolList } from './session.ts';

/** How long a server may take for one page of a list. */
export const PAGE_MILLISECONDS = 10_000;

export interface ListToolsOptions {
  readonly url: string;
  readonly client: Client;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export async function listTools({ url, client, transport, clock, signal }: ListToolsOptions): Promise<ToolList> {
  if (!client.getServerCapabilities()?.tools) return { tools: [], faulty: [] };
  const faulty: FaultyTool[] = [];
  let freshFor = Number.POSITIVE_INFINITY;
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    // A list is as fresh as the page that ages first. A page without a hint is stale at once (MCP, "Caching").
    if ('result' in message && 'tools' in message.result)
      freshFor = Math.min(freshFor, Number(message.result.ttlMs) || 0);
    deliver?.(withoutFaultyTools(message, (tool) => faulty.push(tool)));
  };
  const readPage = async (cursor: string | undefined) => {
    const request = { method: 'tools/list', ...(cursor !== undefined && { params: { cursor } }) } as const;
    const deadline = { clock, timeout: PAGE_MILLISECONDS, signal };
    const { tools, nextCursor } = await beforeDeadline(deadline, (options) => client.request(request, options));
    return { items: tools, nextCursor };
  };
  try {
    const tools = await readAllPages({ url, clock, readPage });
    return { tools, faulty, ...(client.getProtocolEra() === 'modern' && { freshFor }) };
  } finally {
    transport.onmessage = deliver;
  }
}
