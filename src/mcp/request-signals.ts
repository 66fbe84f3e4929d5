/**
 * The SDK joins the signal of each request of 2026-07-28 with the one of its transport by `AbortSignal.any`, and before
 * Node 24 the older of the two keeps something of every join: a session that is open for weeks grows with each call. Here
 * each request sees a controller of its own as that of the transport, and closing the transport aborts those under way.
 */
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** To be called before the transport is connected. */
export function separateSignals(transport: StreamableHTTPClientTransport): void {
  const underWay = new Map<string | number, AbortController>();
  const { send, close } = transport;

  transport.send = async (message, options) => {
    const signal = options?.requestSignal;
    if (signal === undefined || !('id' in message) || message.id === undefined)
      return send.call(transport, message, options);
    const { id } = message;
    const controller = new AbortController();
    const isOver = () => void underWay.delete(id);
    underWay.set(id, controller);
    signal.addEventListener('abort', isOver, { once: true });
    const alone: typeof transport = Object.create(transport, { _abortController: { value: controller } });
    return send.call(alone, message, options).catch((thrown: unknown) => {
      isOver();
      throw thrown;
    });
  };
  // The client that is connected calls this one before its own.
  transport.onmessage = (message) => {
    if (('result' in message || 'error' in message) && message.id !== undefined) underWay.delete(message.id);
  };
  transport.close = async () => {
    for (const controller of underWay.values()) controller.abort();
    underWay.clear();
    await close.call(transport);
  };
}
