/** The answer to a call while it is not there yet: one JSON text, or a stream as soon as there is something to say before. */
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Reply } from '../../ports/index.ts';

/** So often a client hears that its call goes on. Milliseconds. */
const KEEP_ALIVE = 15_000;

export interface OpenReply {
  sayBefore(message: JSONRPCMessage): void;
  conclude(message: JSONRPCMessage): void;
  /** Without an answer: nobody waits for it any more. */
  abandon(): void;
}

export function openReply(reply: Reply, session: string | undefined): OpenReply {
  const headers: Record<string, string> = session === undefined ? {} : { 'mcp-session-id': session };
  const event = (message: JSONRPCMessage) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
  let isStream = false;
  const write = (text: string) => {
    isStream = true;
    reply.stream(text, headers);
  };
  const keepAlive = setInterval(() => write(': keepalive\n\n'), KEEP_ALIVE);
  // Nothing may be written after the end, which a client that reads slowly takes long to see.
  const stop = () => clearInterval(keepAlive);
  reply.onOver(stop);
  return {
    sayBefore: (message) => write(event(message)),
    conclude(message) {
      stop();
      if (!isStream) return reply.json(JSON.stringify(message), headers);
      write(event(message));
      reply.endStream();
    },
    abandon() {
      stop();
      write('');
      reply.endStream();
    },
  };
}
