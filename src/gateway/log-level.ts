/** From which level on a client of 2025 wants to hear lines of the log: it says so once, for its session. */
import { isSpecType, type JSONRPCMessage } from '@modelcontextprotocol/server';

/** RFC 5424, section 6.2.1, with the least severe first. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export interface LogLevel {
  /** Told of whatever the client sends. */
  hear(message: JSONRPCMessage): void;
  /** Everything, until it has said what. */
  isWanted(level: unknown): boolean;
}

export function createLogLevel(): LogLevel {
  let least = 0;
  return {
    hear(message) {
      if (!('method' in message) || message.method !== 'logging/setLevel') return;
      if (isSpecType.SetLevelRequest(message)) least = LEVELS.indexOf(message.params.level);
    },
    isWanted: (level) => LEVELS.indexOf(String(level)) >= least,
  };
}
