/**
 * Connections on which no request was admitted yet. They cost nothing to make, so there may be only so many: the oldest one is
 * ended for a new one. A client with a token sends it at once, and so is a stranger for a moment only.
 */
import type { Socket } from 'node:net';

export interface Strangers {
  add(socket: Socket): void;
  /** A request on this connection was admitted. */
  admit(socket: Socket): void;
}

export function createStrangers(most: number): Strangers {
  const strangers = new Set<Socket>();
  return {
    add(socket) {
      strangers.add(socket);
      socket.once('close', () => strangers.delete(socket));
      if (strangers.size <= most) return;
      for (const oldest of strangers) {
        strangers.delete(oldest);
        oldest.destroy();
        break;
      }
    },
    admit: (socket) => void strangers.delete(socket),
  };
}

/** How many connections a server takes, and how many strangers are among them. The rest of the files is for our own use. */
export function connectionLimits(openFiles = Number.POSITIVE_INFINITY): { all: number; strangers: number } {
  const all = Math.max(16, Math.floor((openFiles * 3) / 4));
  return { all, strangers: Math.min(MOST_STRANGERS, Math.ceil(all / 3)) };
}

const MOST_STRANGERS = 256;
