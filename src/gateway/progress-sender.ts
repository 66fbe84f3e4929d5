/** Sends the progress of a call to its client, in order. While the client is behind, only the newest progress waits for it. */
import type { Progress } from '@modelcontextprotocol/server';
import type { ClientRequest } from './client-request.ts';

export interface ProgressSender {
  send(progress: Progress): void;
  /** Resolves when all progress has been sent, so that the result may follow. */
  allSent(): Promise<void>;
}

/** Undefined when the client has not asked for progress. */
export function progressSender({
  meta: { progressToken },
  notify,
  channel,
}: Pick<ClientRequest, 'meta' | 'notify' | 'channel'>): ProgressSender | undefined {
  if (progressToken === undefined) return undefined;
  let sent = Promise.resolve();
  let newest: Progress | undefined;
  const sendNow = (progress: Progress) => {
    const notification = { method: 'notifications/progress', params: { ...progress, progressToken } };
    // A client that has gone away gets no notification.
    sent = sent.then(() => notify(notification)).catch(() => {});
  };
  const flush = () => {
    if (newest !== undefined) sendNow(newest);
    newest = undefined;
  };
  return {
    send(progress) {
      const caughtUp = channel.caughtUp?.();
      if (caughtUp === undefined && newest === undefined) return sendNow(progress);
      if (newest === undefined) void caughtUp?.then(flush);
      newest = progress;
    },
    allSent() {
      flush();
      return sent;
    },
  };
}
