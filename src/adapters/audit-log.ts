/** The audit log: a file that only its owner may read, and that only grows. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditLog } from '../ports/index.ts';
import { findPrivateFile } from './private-files.ts';
import { AUDIT_FILE, ensureStateFolder } from './state-folder.ts';

export interface AuditLogOptions {
  readonly home: string;
  /** Told once, when a line could not be written: calls go on. */
  readonly warn: (message: string) => void;
}

/** Refuses `state-permissions` when the file cannot be kept private. */
export function createAuditLog({ home, warn }: AuditLogOptions): AuditLog {
  const file = join(home, AUDIT_FILE);
  ensureStateFolder(home);
  findPrivateFile(file);
  let waiting: (() => string)[] = [];
  let hasWarned = false;

  /** Opened anew each time, so that the file can be moved away while we run. One write, so that lines stay whole. */
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
      // What ends at the same time is written together, after the answers are on their way.
      if (waiting.length === 0) setImmediate(write);
      waiting.push(line);
    },
  };
}

/** A symbolic link is not followed (Windows has no such flag). */
const APPENDING = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
