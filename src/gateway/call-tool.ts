/** Calls of tools, before the gateway's witnesses. */
import type { CallToolRequest, Result } from '@modelcontextprotocol/server';
import type { Tool } from '../mcp/session.ts';
import { accounted } from './accounted.ts';
import type { ClientRequest } from './client-request.ts';
import type { Gateway } from './gateway.ts';
import { offerNamed } from './offer-named.ts';
import type { Offer } from './offers.ts';
import { pass } from './pass.ts';

export type CallParams = CallToolRequest['params'];

export interface ToolCalls {
  /** Of the tool that `plain` has found, or else of whichever has the name. */
  call(params: CallParams, request: ClientRequest, found?: Offer<Tool>): Promise<Result>;
  /**
   * The tool of this name, if there is a session of 2025 to call it in: a server of 2026-07-28 may answer with questions,
   * which a client of 2025 has to be asked by the SDK.
   */
  plain(name: string): Promise<Offer<Tool> | undefined>;
}

export function toolCalls(gateway: Gateway): ToolCalls {
  return {
    call(params, request, found) {
      const { name, arguments: given } = params;
      const { client, meta, signal } = request;
      const call = gateway.begun({ name, arguments: given, client, meta });
      return accounted(gateway.witnesses, call, signal, async (account) => {
        const { member, item: tool } = found ?? (await offerNamed(gateway, 'tools', name));
        account.found(member.server.name, tool.name);
        return pass(gateway, member, { ...params, name: tool.name }, request, { tool, meta: account.meta });
      });
    },
    async plain(name) {
      const { byName } = await gateway.offers('tools', name);
      const offer = byName.get(name);
      return offer?.member.hasLegacySession() ? offer : undefined;
    },
  };
}
