/** Folders and files that only their owner can read, whatever the umask is. */

import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Hint, hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { removeAbandoned, temporaryPathOf } from './temporary-files.ts';

/** Windows has access lists instead; the folders of a user are private there. */
const HAS_MODES = process.getuid !== undefined;

/**
 * Makes sure that there is a folder of mode 0700 that belongs to this user. Closes a folder that others can read when
 * it is empty or holds nothing but `ours`. Removes what killed processes left in it.
 * @throws Refusal state-permissions
 */
export function ensurePrivateFolder(folder: string, ours: (name: string) => boolean): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) {
    attempt(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
    return;
  }
  if (!found.isDirectory()) throw unsafe(folder, 'It is not a folder, or it is a symbolic link.', rename(folder));
  refuseForeign(folder, found);
  removeAbandoned(folder);
  if (!HAS_MODES || (found.mode & 0o077) === 0) return;
  if (!attempt(folder, () => readdirSync(folder)).every(ours)) {
    throw unsafe(folder, 'Others may look into it, and it holds more than our files.', `chmod 700 ${folder}`);
  }
  attempt(folder, () => chmodSync(folder, 0o700));
}

/**
 * Returns whether the file exists.
 * @throws Refusal state-permissions for a link, another owner, or anything but a file
 */
export function findPrivateFile(file: string): boolean {
  const found = attempt(file, () => lstatSync(file, { throwIfNoEntry: false }));
  if (!found) return false;
  if (!found.isFile()) throw unsafe(file, 'It is not a plain file; a symbolic link is not followed.', rename(file));
  refuseForeign(file, found);
  if (HAS_MODES && (found.mode & 0o077) !== 0) attempt(file, () => chmodSync(file, 0o600));
  return true;
}

/** Returns the text of a private file, or undefined when there is none. */
export function readPrivateFile(file: string): string | undefined {
  return findPrivateFile(file) ? attempt(file, () => readFileSync(file, 'utf8')) : undefined;
}

/**
 * Creates a file of mode 0600 whose name exists only when it is complete: `fill` gets a temporary name. Returns false
 * and leaves nothing when another process was first.
 */
export function createPrivateFile(file: string, fill: (temporary: string) => void): boolean {
  const temporary = temporaryPathOf(file);
  try {
    attempt(file, () =>
      closeSync(openSync(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)),
    );
    fill(temporary);
    return attempt(file, () => claim(temporary, file));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Replaces a private file at once, so that no reader sees half of it. */
export function replacePrivateFile(file: string, text: string): void {
  const temporary = temporaryPathOf(file);
  removeAbandoned(dirname(file));
  try {
    attempt(file, () => {
      writeFileSync(temporary, text, { flag: 'wx', mode: 0o600, flush: true });
      renameSync(temporary, file);
      syncFolder(dirname(file));
    });
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives the file its name unless the name is taken; a hard link does both in one step. */
function claim(temporary: string, file: string): boolean {
  try {
    linkSync(temporary, file);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST' || lstatSync(file, { throwIfNoEntry: false })) return false;
    if (code === 'ENOSPC' || code === 'EROFS' || code === 'EACCES') throw thrown;
    // The file system has no hard links.
    renameSync(temporary, file);
  }
  syncFolder(dirname(file));
  return true;
}

/** A name survives a power cut only when its folder is written. Windows has no call for that. */
function syncFolder(folder: string): void {
  if (!HAS_MODES) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function refuseForeign(path: string, { uid }: Stats): void {
  if (HAS_MODES && uid !== process.getuid?.()) {
    throw unsafe(
      path,
      `It belongs to another user (uid ${uid}).`,
      hint`Choose a folder of your own: ${{ do: 'give', field: 'home' }}`,
    );
  }
}

function rename(path: string): string {
  return `Move it away: mv ${path} ${path}.old`;
}

function unsafe(path: string, why: string, advice: string | Hint): Refusal {
  const what = `${path} cannot be used safely.`;
  return new Refusal('state-permissions', { what, why, hint: advice, details: { path } });
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new Refusal(full ? 'state-full' : 'state-permissions', {
      what: full ? 'There is no room to write.' : `${path} cannot be read or written.`,
      why: message,
      hint: full
        ? 'Free some space, then run the command again.'
        : hint`Check its permissions, or choose another: ${{ do: 'give', field: 'home' }}`,
      details: { path },
      cause,
    });
  }
}
