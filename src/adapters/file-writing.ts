/** Writes files: whole or not at all, and nowhere else than where the person means. */
import {
  closeSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { linkNotWritten, notReplaced, unwritable } from './file-faults.ts';
import { leavesByLink } from './links.ts';
import { removeAbandoned, temporaryPathOf } from './temporary-files.ts';

type Content = string | Uint8Array;

/** Never follows a link, and replaces nothing but a plain file of this user: in a shared folder others plant both. */
export function writeResult(path: string, content: Content): void {
  attempt(path, () => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) {
      if (!create(path, content)) throw notReplaced(path, 'Somebody has just made it.');
      return;
    }
    if (found.isSymbolicLink()) throw notReplaced(path, 'It is a link, and results are written through none.');
    if (found.isDirectory()) throw notReplaced(path, 'It is a folder.');
    if (!found.isFile()) throw notReplaced(path, 'It is no plain file.');
    const user = process.getuid?.();
    if (user !== undefined && found.uid !== user) throw notReplaced(path, 'It belongs to another user.');
    replace(path, content, found.mode);
  });
}

/** Returns false when something has this name already, also a link that leads to nothing. */
export function writeNew(path: string, content: Content): boolean {
  return attempt(path, () => create(path, content));
}

/** A link stays a link. One that leads out of its repository is refused. */
export function rewriteFile(path: string, content: Content): void {
  attempt(path, () => {
    if (leavesByLink(path)) throw linkNotWritten(path);
    const target = existsSync(path) ? realpathSync(path) : path;
    replace(target, content, statSync(target, { throwIfNoEntry: false })?.mode);
  });
}

/** Follows no link. Windows has no such flag. */
const APPENDING = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

export function appendText(path: string, text: string): void {
  attempt(path, () => {
    const file = openSync(path, APPENDING);
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
  });
}

export function backUpFile(path: string, text: string): string {
  const backup = `${path}.backup-${Date.now()}`;
  attempt(path, () => writeFileSync(backup, text, { flag: 'wx', mode: 0o600 }));
  return backup;
}

/** Gives the name only to a whole file; a hard link does that in one step, and only where the name is free. */
function create(path: string, content: Content): boolean {
  return withTemporary(path, content, undefined, (temporary) => {
    try {
      linkSync(temporary, path);
    } catch (thrown) {
      if (lstatSync(path, { throwIfNoEntry: false })) return false;
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes((thrown as NodeJS.ErrnoException).code ?? ''))
        throw thrown;
      // The file system has no hard links.
      renameSync(temporary, path);
      return true;
    }
    rmSync(temporary, { force: true });
    return true;
  });
}

/** Renames a whole file onto the name, so that nobody ever sees half of it. A link that appears there is replaced too. */
function replace(path: string, content: Content, mode: number | undefined): void {
  withTemporary(path, content, mode, (temporary) => renameSync(temporary, path));
}

function withTemporary<T>(path: string, content: Content, mode: number | undefined, use: (temporary: string) => T): T {
  const folder = dirname(path);
  const hidden = `.${basename(path)}`;
  const temporary = temporaryPathOf(join(folder, hidden));
  try {
    mkdirSync(folder, { recursive: true });
    removeAbandoned(folder, hidden);
    writeFileSync(temporary, content, { flag: 'wx', ...(mode !== undefined && { mode }) });
    return use(temporary);
  } finally {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
  }
}

function attempt<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw cause instanceof Refusal ? cause : unwritable(path, cause);
  }
}
