/** The audit log: a file that only its owner can read and that is only appended to. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditLog } from '../ports/index.ts';
import { findPrivateFile } from './private-files.ts';
import { AUDIT_FILE, ensureStateFolder } from './state-folder.ts';

export interface AuditLogOptions {
  readonly home: string;
  /** Called once, when a line could not be written. Calls go on without it. */
  readonly warn: (message: string) => void;
}

/**
 * Opens nothing yet, but refuses a folder that cannot be kept private.
 * @throws Refusal state-permissions
 */
export function createAuditLog({ home, warn }: AuditLogOptions): AuditLog {
  const file = join(home, AUDIT_FILE);
  ensureStateFolder(home);
  findPrivateFile(file);
  let waiting: (() => string)[] = [];
  let hasWarned = false;

  /**
   * Opens the file for each write, so that a person can move it away while the gateway runs. One write keeps lines
   * whole.
   */
  const write = () => {
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    try {
      const handle = openSync(file, APPENDING, 0o600);
      try {
        writeSync(handle, lines.map((line) => `${line()}\n`).join(''));
      } finally {
        closeSync(handle);
      }
    } catch (thrown) {
      if (!hasWarned) warn(`The audit log cannot be written: ${(thrown as Error).message}`);
      hasWarned = true;
    }
  };
  process.once('exit', write);
  return {
    append(line) {
      // Lines of calls that end together are written together, after their answers have been sent.
      if (waiting.length === 0) setImmediate(write);
      waiting.push(line);
    },
  };
}

/** Does not follow a symbolic link. Windows has no such flag. */
const APPENDING = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
