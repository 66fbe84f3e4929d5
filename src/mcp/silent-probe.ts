/**
 * A server that says nothing at all to `server/discover`, because it is older and drops what it does not know. After some time
 * the probe counts as answered by "method not found", and `initialize` follows. A server that is away is silent to that, too;
 * both together get no more time than one request of a handshake.
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Clock, Timer } from '../ports/index.ts';
import { deferred } from './deferred.ts';
import { requestTimeout } from './request-deadline.ts';

/** A server that sleeps may need some seconds to start. */
export const PROBE_MILLISECONDS = 8_000;
const METHOD_NOT_FOUND = -32_601;

export interface ProbeLimit {
  readonly clock: Pick<Clock, 'timer'>;
  /** Time for the probe and what follows it, in milliseconds. */
  readonly timeout: number;
}

/** Must be called before the transport is connected. The promise rejects when the server is silent to `initialize`, too. */
export function limitProbe(transport: Transport, { clock, timeout }: ProbeLimit): Promise<never> {
  const { send, close } = transport;
  const late = deferred<never>();
  let timer: Timer | undefined;
  let isSilent = false;
  const after = (milliseconds: number, expire: () => void) => {
    timer?.stop();
    timer = clock.timer(milliseconds, expire);
  };
  const onSilence = (id: string | number) => {
    isSilent = true;
    transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: METHOD_NOT_FOUND, message: 'It did not answer.' } });
  };
  transport.send = (message, options) => {
    const { method, id } = requestIn(message);
    // What is sent after the probe or after `initialize` shows that the server has answered.
    timer?.stop();
    if (method === 'server/discover' && id !== undefined) after(PROBE_MILLISECONDS, () => onSilence(id));
    if (method === 'initialize' && isSilent)
      after(timeout - PROBE_MILLISECONDS, () => late.reject(requestTimeout(timeout)));
    return send.call(transport, message, options);
  };
  transport.close = () => {
    timer?.stop();
    return close.call(transport);
  };
  return late.promise;
}

const requestIn = (message: JSONRPCMessage) =>
  'method' in message && 'id' in message ? { method: message.method, id: message.id } : {};
