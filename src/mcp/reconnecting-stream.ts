/** A stream of notifications that is opened again when it drops, for as long as somebody wants it (MCP 2026-07-28). */
import { type McpSubscription, ProtocolError } from '@modelcontextprotocol/client';
import { passed } from './waiting.ts';

/** Milliseconds before it is opened again: twice as many after each failure. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export interface ReconnectingStream {
  close(): Promise<void>;
}

/** `reopened` is told each time, since what was said meanwhile is lost. A server that says no is not asked again. */
export function reconnectingStream(
  first: McpSubscription,
  open: () => Promise<McpSubscription>,
  reopened: () => void,
  isOver: () => boolean,
): ReconnectingStream {
  let stream = first;
  let isClosed = false;
  const goOn = () => !isClosed && !isOver();

  const again = async () => {
    for (let pause = FIRST_PAUSE; goOn(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await passed(pause);
      if (!goOn()) return;
      try {
        stream = await open();
        if (!goOn()) return void stream.close();
        watch();
        return reopened();
      } catch (thrown) {
        if (thrown instanceof ProtocolError) return;
      }
    }
  };
  const watch = () => void stream.closed.then(again);
  watch();
  return {
    close() {
      isClosed = true;
      return stream.close();
    },
  };
}
