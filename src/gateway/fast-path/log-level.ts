/** The log level that a client of 2025 has set for its session (MCP 2025-11-25, "Logging"). */
import { isSpecType, type JSONRPCMessage } from '@modelcontextprotocol/server';

/** RFC 5424, section 6.2.1, with the least severe first. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export interface LogLevel {
  /** Takes the level from a `logging/setLevel` request; ignores other messages. */
  read(message: JSONRPCMessage): void;
  /** Whether the client wants lines of this level. It gets all of them until it has set a level. */
  includes(level: unknown): boolean;
}

export function createLogLevel(): LogLevel {
  let least = 0;
  return {
    read(message) {
      if (!('method' in message) || message.method !== 'logging/setLevel') return;
      if (isSpecType.SetLevelRequest(message)) least = LEVELS.indexOf(message.params.level);
    },
    includes: (level) => LEVELS.indexOf(String(level)) >= least,
  };
}
