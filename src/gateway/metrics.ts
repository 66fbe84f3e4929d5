/** Counts and durations for Prometheus. No label comes from a client, so the number of labels is bounded. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TokenRenewal } from '../tokens/access-token.ts';
import type { CallObserver } from './call-observer.ts';
import type { Upstream } from './upstream.ts';

export interface Metrics {
  readonly observer: CallObserver;
  renewed(renewal: TokenRenewal): void;
  /** The page that Prometheus reads. It shows what is known of each server, and asks none. */
  page(upstreams: readonly Upstream[]): Promise<Response>;
}

/** In seconds: from a cached answer to a tool that works for minutes. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const calls = new Counter({
    name: 'mcpctl_gateway_calls_total',
    help: 'Calls of tools, by server, its own name of the tool, and outcome; without a server, nobody has such a tool.',
    labelNames: ['server', 'tool', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'mcpctl_gateway_call_duration_seconds',
    help: 'How long calls took, by server.',
    labelNames: ['server'],
    buckets: BUCKETS,
    registers,
  });
  const renewals = new Counter({
    name: 'mcpctl_gateway_token_refreshes_total',
    help: 'Requests for a new access token, by provider and outcome.',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const up = new Gauge({
    name: 'mcpctl_gateway_upstream_up',
    help: 'Whether a server answered when it was asked last; left out until it is asked.',
    labelNames: ['server'],
    registers,
  });
  const tools = new Gauge({
    name: 'mcpctl_gateway_upstream_tools',
    help: 'Tools of a server, by state: offered, or hidden since their definitions have changed.',
    labelNames: ['server', 'state'],
    registers,
  });
  return {
    observer: {
      begin: ({ method }) => ({
        end({ milliseconds, server = '', tool = '', outcome }) {
          if (method !== 'tools/call') return;
          calls.inc({ server, tool, outcome });
          if (server !== '') durations.observe({ server }, milliseconds / 1000);
        },
      }),
    },
    renewed: ({ provider, outcome }) => renewals.inc({ provider, outcome }),
    async page(upstreams) {
      up.reset();
      tools.reset();
      for (const { server, lists, hiddenTools } of upstreams) {
        const known = lists.tools.peek();
        if (known === undefined && lists.tools.failure === undefined) continue;
        up.set({ server: server.name }, lists.tools.failure === undefined ? 1 : 0);
        tools.set({ server: server.name, state: 'offered' }, known?.length ?? 0);
        tools.set({ server: server.name, state: 'hidden' }, hiddenTools().length);
      }
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
    },
  };
}
