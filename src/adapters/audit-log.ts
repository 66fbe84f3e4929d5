/** The audit log: a file that only its owner can read and that is only appended to. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditLog } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
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

  const write = () => {
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    try {
      appendTo(file, lines.map((line) => `${line()}\n`).join(''));
    } catch (thrown) {
      if (!hasWarned) warn(`The audit log cannot be written: ${(thrown as Error).message}`);
      hasWarned = true;
    }
  };
  process.once('exit', write);
  return {
    append(line) {
      // Lines of calls that end together are written together, after their answers have been sent.
      if (waiting.length === 0) setTimeout(write, BATCH_MILLISECONDS).unref();
      waiting.push(line);
    },
    record: durableLines((text) => appendDurably(file, text)),
  };
}

/** A process that is killed loses no more than what has ended in this time. */
const BATCH_MILLISECONDS = 100;

/** Lines that come while others are being written are written together, next. */
function durableLines(write: (text: string) => Promise<void>): AuditLog['record'] {
  let waiting: string[] = [];
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  const writeNext = () => {
    const text = waiting.map((line) => `${line}\n`).join('');
    waiting = [];
    next = undefined;
    return write(text);
  };
  return (line) => {
    waiting.push(line);
    next ??= current.then(writeNext);
    current = next.catch(() => {});
    return next;
  };
}

/** Opens the file for each write, so that a person can move it away while the gateway runs. One write keeps lines whole. */
function appendTo(file: string, text: string): void {
  const handle = openSync(file, APPENDING, 0o600);
  try {
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

async function appendDurably(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, APPENDING, 0o600);
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new Refusal('file-unwritable', {
      what: 'The call was not sent, because the audit log cannot be written.',
      why: (cause as Error).message,
      hint: `Make room for it, or make it writable: ${file}`,
      details: { file },
      cause,
    });
  }
}

/** Does not follow a symbolic link. Windows has no such flag. */
const APPENDING = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
