/** The reply to a call that is not finished: one JSON text, or a stream as soon as a message comes before the result. */
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Clock, Reply } from '../../ports/index.ts';

/** How often a comment shows the client that its call goes on. Milliseconds. */
const KEEP_ALIVE = 15_000;

export interface PendingReply {
  /** Sends a message that comes before the result. A notification is dropped while the client does not read. */
  send(message: JSONRPCMessage): void;
  /** Sends the last message, and ends the reply. */
  end(message: JSONRPCMessage): void;
  /** Ends the reply without a result. */
  abandon(): void;
  /** Undefined while the client reads as fast as it is written to; else resolves when it has caught up, or has gone. */
  caughtUp(): Promise<void> | undefined;
}

export interface PendingReplyOptions {
  readonly reply: Reply;
  readonly clock: Clock;
  readonly sessionId: string | undefined;
}

export function pendingReply({ reply, clock, sessionId }: PendingReplyOptions): PendingReply {
  const headers: Record<string, string> = sessionId === undefined ? {} : { 'mcp-session-id': sessionId };
  let isStream = false;
  const write = (text: string) => {
    isStream = true;
    reply.stream(text, headers);
  };
  const keepAlive = clock.timer(KEEP_ALIVE, () => {
    write(': keepalive\n\n');
    keepAlive.restart();
  });
  // Nothing may be written after the end. `onClose` comes long after it when the client reads slowly.
  reply.onClose(keepAlive.stop);
  return {
    send(message) {
      // A server could fill the memory with what waits for a client that reads nothing.
      const mayBeDropped = 'method' in message && !('id' in message);
      if (!(mayBeDropped && reply.isBehind())) write(eventOf(message));
    },
    end(message) {
      keepAlive.stop();
      if (!isStream) return reply.json(JSON.stringify(message), headers);
      write(eventOf(message));
      reply.endStream();
    },
    abandon() {
      keepAlive.stop();
      write('');
      reply.endStream();
    },
    caughtUp: () => (reply.isBehind() ? reply.caughtUp() : undefined),
  };
}

const eventOf = (message: JSONRPCMessage) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
