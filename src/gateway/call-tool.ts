/** Calls of tools, before the gateway's observers. */
import type { CallToolRequest, Result } from '@modelcontextprotocol/server';
import type { Tool } from '../mcp/session.ts';
import type { CatalogEntry } from './catalog.ts';
import type { ClientRequest } from './client-request.ts';
import { findInCatalog } from './find-in-catalog.ts';
import { forward } from './forward.ts';
import type { Gateway } from './gateway.ts';
import { observeCall } from './observe-call.ts';

export type CallParams = CallToolRequest['params'];

export interface ToolCalls {
  /** Of the tool that `plain` has found, or else of whichever has the name. */
  call(params: CallParams, request: ClientRequest, found?: CatalogEntry<Tool>): Promise<Result>;
  /**
   * The tool of this name, if there is a session of 2025 to call it in: a server of 2026-07-28 may answer with questions,
   * which a client of 2025 has to be asked by the SDK.
   */
  findFast(name: string): Promise<CatalogEntry<Tool> | undefined>;
}

export function toolCalls(gateway: Gateway): ToolCalls {
  return {
    call(params, request, found) {
      const { name, arguments: given } = params;
      const { client, meta, signal } = request;
      const call = gateway.startCall({ name, arguments: given, client, meta });
      return observeCall(gateway, call, signal, async (account) => {
        const { upstream, item: tool } = found ?? (await findInCatalog(gateway, 'tools', name));
        account.found(upstream.server.name, tool.name);
        return forward(gateway, upstream, { ...params, name: tool.name }, request, { tool, meta: account.meta });
      });
    },
    async findFast(name) {
      const { byName } = await gateway.catalog('tools', name);
      const entry = byName.get(name);
      return entry?.upstream.hasLegacySession() ? entry : undefined;
    },
  };
}
