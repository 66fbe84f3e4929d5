/** Calls tools for clients, while the gateway's observers record it. */
import type { CallToolRequest, Result } from '@modelcontextprotocol/server';
import type { Tool } from '../mcp/session.ts';
import type { ClientRequest } from './client-request.ts';
import type { ExposedItem } from './exposed-items.ts';
import { findInCatalog } from './find-in-catalog.ts';
import type { GatewayView } from './gateway.ts';

export type CallParams = CallToolRequest['params'];

export interface ToolCalls {
  /** Calls the tool that `findFast` has found, or else the tool that has the name. */
  call(params: CallParams, request: ClientRequest, found?: ExposedItem<Tool>): Promise<Result>;
  /**
   * The tool of this name, when it can be called in a 2025 session. A 2026-07-28 server may answer with questions, which
   * only the SDK can ask a 2025 client.
   */
  findFast(name: string): Promise<ExposedItem<Tool> | undefined>;
}

export type ToolCallsView = Pick<GatewayView, 'catalog' | 'failures' | 'forwarder' | 'observers'>;

export function toolCalls(view: ToolCallsView): ToolCalls {
  const { catalog, forwarder, observers } = view;
  return {
    call(params, request, found) {
      const { name, arguments: given } = params;
      const { client, meta, signal } = request;
      const called = { method: 'tools/call', name, arguments: given, client, meta } as const;
      return observers.observe(called, signal, async (observed) => {
        const { upstream, item: tool } = found ?? (await findInCatalog(view, 'tools', name));
        const recording = observed.setTarget({ server: upstream.server.name, tool: tool.name });
        if (recording) await recording;
        const ownParams = { ...params, name: tool.name };
        return forwarder.forward({ upstream, request, params: ownParams, tool, meta: observed.meta });
      });
    },
    async findFast(name) {
      const { byName } = await catalog.items('tools', name);
      const found = byName.get(name);
      return found?.upstream.hasLegacySession() ? found : undefined;
    },
  };
}
