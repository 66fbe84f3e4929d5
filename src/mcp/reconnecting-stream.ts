/** A notification stream of 2026-07-28 that is opened again when it drops, until it is closed. */
import { type McpSubscription, ProtocolError } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/index.ts';

/** How long to wait before the stream is opened again, in milliseconds: twice as long after each failure. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export interface ReconnectingStream {
  close(): Promise<void>;
}

export interface StreamToKeepOpen {
  readonly first: McpSubscription;
  /** Opens the next stream. A server that answers with a JSON-RPC error is not asked again. */
  readonly open: () => Promise<McpSubscription>;
  /** Called each time, because notifications that the server sent meanwhile are lost. */
  readonly onReopened: () => void;
  /** Whether the whole session is closed. */
  readonly isClosed: () => boolean;
  readonly clock: Clock;
}

export function keepOpen({ first, open, onReopened, isClosed, clock }: StreamToKeepOpen): ReconnectingStream {
  let stream = first;
  const closed = new AbortController();
  const isWanted = () => !closed.signal.aborted && !isClosed();

  const reopen = async () => {
    for (let pause = FIRST_PAUSE; isWanted(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await clock.sleep(pause, closed.signal).catch(() => {});
      if (!isWanted()) return;
      try {
        stream = await open();
        if (!isWanted()) return void stream.close();
        reopenWhenDropped();
        return onReopened();
      } catch (thrown) {
        if (thrown instanceof ProtocolError) return;
      }
    }
  };
  const reopenWhenDropped = () => void stream.closed.then(reopen);
  reopenWhenDropped();
  return {
    close() {
      closed.abort();
      return stream.close();
    },
  };
}
