/** Calls of tools, before the gateway's witnesses. */
import type { CallToolRequest, Result } from '@modelcontextprotocol/server';
import { accounted } from './accounted.ts';
import type { ClientRequest } from './client-request.ts';
import type { Gateway } from './gateway.ts';
import { offerNamed } from './offer-named.ts';
import { pass } from './pass.ts';

export type CallParams = CallToolRequest['params'];

export interface ToolCalls {
  call(params: CallParams, request: ClientRequest): Promise<Result>;
  /**
   * Whether the result will be a result: a server of 2026-07-28 may have questions in its place, which a client of 2025
   * has to be asked by the SDK.
   */
  isPlain(name: string): Promise<boolean>;
}

export function toolCalls(gateway: Gateway): ToolCalls {
  return {
    call(params, request) {
      const { name, arguments: given } = params;
      const { client, meta, signal } = request;
      const call = gateway.begun({ name, arguments: given, client, meta });
      return accounted(gateway.witnesses, call, signal, async (account) => {
        const { member, item: tool } = await offerNamed(gateway, 'tools', name);
        account.found(member.server.name, tool.name);
        return pass(gateway, member, { ...params, name: tool.name }, request, { tool, meta: account.meta });
      });
    },
    async isPlain(name) {
      const { byName } = await gateway.offers('tools', name);
      const session = await byName.get(name)?.member.session('legacy');
      return session?.era === 'legacy';
    },
  };
}
