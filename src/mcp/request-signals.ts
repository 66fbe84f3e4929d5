/**
 * The SDK joins the signal of each 2026-07-28 request with the signal of its transport by `AbortSignal.any`. Before Node 24
 * the signal of the transport keeps something of every join, so a session that is open for weeks grows with each call.
 * Here each request gets a controller of its own in place of the transport's, and closing the transport aborts all of them.
 */
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** Must be called before the transport is connected. */
export function separateSignals(transport: StreamableHTTPClientTransport): void {
  const openRequests = new Map<string | number, AbortController>();
  const { send, close } = transport;

  transport.send = async (message, options) => {
    const signal = options?.requestSignal;
    if (signal === undefined || !('id' in message) || message.id === undefined)
      return send.call(transport, message, options);
    const { id } = message;
    const controller = new AbortController();
    const forget = () => void openRequests.delete(id);
    openRequests.set(id, controller);
    signal.addEventListener('abort', forget, { once: true });
    const separated: typeof transport = Object.create(transport, { _abortController: { value: controller } });
    return send.call(separated, message, options).catch((thrown: unknown) => {
      forget();
      throw thrown;
    });
  };
  // The client calls this handler before its own.
  transport.onmessage = (message) => {
    if (('result' in message || 'error' in message) && message.id !== undefined) openRequests.delete(message.id);
  };
  transport.close = async () => {
    for (const controller of openRequests.values()) controller.abort();
    openRequests.clear();
    await close.call(transport);
  };
}
