/**
 * A server that says nothing at all to `server/discover`, because it is older and drops what it does not know. After some time
 * the probe counts as answered by "method not found", and `initialize` follows. A server that is away is silent to that, too.
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Clock, Timer } from '../ports/index.ts';

/** A server that sleeps may need some seconds to start. */
export const PROBE_MILLISECONDS = 10_000;
const METHOD_NOT_FOUND = -32_601;

/** Must be called before the transport is connected. */
export function limitProbe(transport: Transport, clock: Pick<Clock, 'timer'>): void {
  const { send, close } = transport;
  let timer: Timer | undefined;
  transport.send = (message, options) => {
    // Whatever is sent next shows that the probe is over.
    timer?.stop();
    const id = probeIn(message);
    if (id !== undefined) {
      const error = { code: METHOD_NOT_FOUND, message: 'The server did not answer.' };
      timer = clock.timer(PROBE_MILLISECONDS, () => transport.onmessage?.({ jsonrpc: '2.0', id, error }));
    }
    return send.call(transport, message, options);
  };
  transport.close = () => {
    timer?.stop();
    return close.call(transport);
  };
}

const probeIn = (message: JSONRPCMessage) =>
  'id' in message && 'method' in message && message.method === 'server/discover' ? message.id : undefined;
