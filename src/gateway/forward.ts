/** Forwards a client's request to the server that it is for. */
import type { Result } from '../mcp/forward-request.ts';
import type { Tool } from '../mcp/session.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { ClientRequest } from './client-request.ts';
import { forwardedParams, roundOf } from './forwarded-params.ts';
import type { ForwardedRequest, SendRequest } from './forwarded-request.ts';
import { progressSender } from './progress-sender.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';
import type { ResourceLinks } from './resource-links.ts';
import type { SuspendedCalls } from './suspended-calls.ts';
import type { Upstream } from './upstream.ts';

export interface RequestToForward {
  readonly upstream: Upstream;
  readonly request: ClientRequest;
  /** The parameters with the names that the server itself uses. */
  readonly params: Record<string, unknown>;
  /** The definition of the tool that is called. */
  readonly tool?: Tool;
  /** What observers add to `_meta`. */
  readonly meta?: Readonly<Record<string, string>>;
}

export interface Forwarder {
  /** @throws whatever the connection or the server throws */
  forward(request: RequestToForward): Promise<Result>;
}

export interface ForwarderOptions {
  readonly activeCalls: ActiveCalls;
  readonly suspendedCalls: SuspendedCalls;
  readonly requestsUnderWay: RequestsUnderWay;
  readonly links: Pick<ResourceLinks, 'note'>;
  /** How long a server may be silent, in milliseconds. */
  readonly timeout?: number;
}

export function createForwarder({
  activeCalls,
  suspendedCalls,
  requestsUnderWay,
  links,
  timeout,
}: ForwarderOptions): Forwarder {
  const forward: Forwarder['forward'] = async ({ upstream, request, params, tool, meta }) => {
    const { method, era, channel, signal } = request;
    const progress = progressSender(request);
    const forwarded: ForwardedRequest = {
      method,
      params: await forwardedParams({ params, upstream, request, added: meta }),
      channel,
      era,
      signal,
      tool,
      onProgress: progress?.send,
    };
    const send: SendRequest = (sent) =>
      activeCalls.run(sent.channel, upstream.server.name, (runInContext) =>
        upstream.forward(sent, {
          clientEra: sent.era,
          signal: sent.signal,
          onProgress: sent.onProgress,
          tool: sent.tool,
          timeout,
          runInContext,
        }),
      );
    const mustSuspend = era === 'modern' && (await upstream.session(era)).era === 'legacy';
    const result = await (mustSuspend ? suspendedCalls.round(roundOf(request, forwarded), send) : send(forwarded));
    links.note(upstream.server.name, result);
    // Progress must reach the client before the result.
    await progress?.allSent();
    return result;
  };
  return { forward: (request) => requestsUnderWay.count(forward(request)) };
}
