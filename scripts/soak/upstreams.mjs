// The upstreams of a soak as its conductor has them: started again on the same port after they were killed.
import { startModule } from './processes.mjs';

/** `issuer` and what belongs to it are left out for one without authorization. */
export async function startUpstream({ namespace, era, provider, scope, issuer, isBound }) {
  const faults = { refusedTokens: 0, gatewayTokens: 0 };
  const upstream = { namespace, provider, scope, faults, url: undefined, process: undefined, start, watchFor };
  let gatewayToken;

  async function start() {
    const port = upstream.url === undefined ? 0 : Number(new URL(upstream.url).port);
    upstream.process = await startModule('upstream', [
      JSON.stringify({ name: namespace, era, issuer, scope, isBound, port, gatewayToken }),
    ]);
    upstream.url = upstream.process.ready.url;
    upstream.process.on('fault', (fault) => {
      faults[fault] += 1;
    });
  }

  /** Which token must not arrive there. */
  async function watchFor(token) {
    gatewayToken = token;
    await upstream.process.order('watchFor', token);
  }

  await start();
  return upstream;
}

/** Every second of them is of 2026-07-28; providers go round, and every second one has tokens for one resource each. */
export function startUpstreams(count, providers, company) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const provider = index % providers.length;
      const isBound = provider % 2 === 1;
      const { bound, unbound } = company.ready;
      const upstream = await startUpstream({
        namespace: `u${index}`,
        era: Math.floor(index / providers.length) % 2 === 0 ? 'modern' : 'legacy',
        provider: providers[provider],
        scope: `use.${index}`,
        issuer: isBound ? bound : unbound,
        isBound,
      });
      if (isBound) await company.order('addResource', upstream);
      return upstream;
    }),
  );
}
