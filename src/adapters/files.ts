/**
 * Fulfils the port `Files`. Reading is synchronous inside: a linter reads thousands of small files, and each promise of
 * `node:fs/promises` costs more than such a file.
 */

import { closeSync, existsSync, openSync, readvSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Files } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { linkLeaves, unreadable } from './file-faults.ts';
import { filesAbove, foldersAbove } from './files-above.ts';
import { leavesByLink, realPath, rootOf } from './links.ts';

const STANDARD_INPUT = 0;

export interface FilesOptions {
  /** Whether somebody else may have made the files here, as in CI: then a named link that leads out is refused. */
  readonly distrusted: boolean;
}

export function createFiles({ distrusted }: FilesOptions = { distrusted: false }): Files {
  const identify = identities();
  const writing = () => import('./file-writing.ts');
  return {
    read: async (path, limit) => (mayWait(path) ? interruptible(() => readText(path, limit)) : readText(path, limit)),
    readSync: readText,
    readAhead: async (paths, options) => (await import('./read-ahead.ts')).startReadAhead(paths, options),
    readInput: async (limit) =>
      decode(
        interruptible(() => readAll(STANDARD_INPUT, limit)),
        'Standard input',
      ),
    write: async (path, content) => (await writing()).writeResult(path, content),
    writeNew: async (path, content) => (await writing()).writeNew(path, content),
    rewrite: async (path, content) => (await writing()).rewriteFile(path, content),
    append: async (path, text) => (await writing()).appendText(path, text),
    backUp: async (path, text) => (await writing()).backUpFile(path, text),
    async admit(path) {
      if (distrusted && leavesByLink(path)) throw linkLeaves(path);
    },
    leaves: async (path) => leavesByLink(path),
    exists: async (path) => existsSync(path),
    absolute: (path) => resolve(path),
    identify,
    addressOf(path) {
      const whole = identify(path);
      for (const root of ['.', rootOf('x')]) {
        const within = relative(realPath(root) ?? root, whole);
        if (!isAbsolute(within) && within.split(sep)[0] !== '..') return within.split(sep).join('/');
      }
      return whole.split(sep).join('/');
    },
    isFolder: async (path) => isFolder(path),
    find: async (search) => (await import('./file-search.ts')).findFiles(search),
    findUpwards: async (names) => filesAbove(names, process.env),
    namesUpwards: (names) => foldersAbove(process.env).flatMap((folder) => names.map((name) => folder + name)),
    watch: async (watched, changed, signal) => (await import('./file-watch.ts')).watchFiles(watched, changed, signal),
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Whether reading the file can wait for somebody who writes. Where no signal is handled, every signal ends the process. */
function mayWait(path: string): boolean {
  if (SIGNALS.every((signal) => process.listenerCount(signal) === 0)) return false;
  try {
    return statSync(path).isFIFO();
  } catch {
    return false;
  }
}

/** While this thread waits it runs no handler of a signal, so meanwhile a signal ends the process as it does by itself. */
function interruptible<T>(read: () => T): T {
  const handlers = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  for (const [signal] of handlers) process.removeAllListeners(signal);
  try {
    return read();
  } finally {
    for (const [signal, each] of handlers) for (const handler of each) process.on(signal, handler);
  }
}

/**
 * With a slash at its end, only a folder has this name, and Node collects no statistics for the answer. Windows
 * differs.
 */
function isFolder(path: string): boolean {
  if (sep === '/') return path !== '' && existsSync(`${path}/`);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Each folder is looked up once: most files share theirs with others. */
function identities(): (path: string) => string {
  const folders = new Map<string, string>();
  return (path) => {
    const written = dirname(path);
    let folder = folders.get(written);
    if (folder === undefined) {
      folder = realPath(written) ?? resolve(written);
      folders.set(written, folder);
    }
    return join(folder, basename(path));
  };
}

function readText(path: string, limit: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
  try {
    return decode(readAll(file, limit), path);
  } catch (cause) {
    throw cause instanceof Refusal ? cause : unreadable(path, cause);
  } finally {
    closeSync(file);
  }
}

/** Every file is read into this memory: allocating for each would cost more than reading it. */
let buffer = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Reads at most `limit` bytes and one more, which tells the caller that there was more. The result is valid until the
 * next call.
 */
function readAll(file: number, limit: number): Buffer {
  let length = 0;
  for (;;) {
    const count = readSome(file, buffer, length, Math.min(buffer.length, limit + 1) - length);
    length += count;
    if (count === 0 || length > limit) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
  }
}

/** Returns 0 at the end. A terminal or pipe that does not block answers EAGAIN until there is something to read. */
function readSome(file: number, buffer: Buffer, offset: number, length: number): number {
  for (;;) {
    try {
      return readvSync(file, [buffer.subarray(offset, offset + length)]);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function decode(bytes: Buffer, name: string): string {
  const text = bytes.toString();
  if (!text.includes(REPLACEMENT_CHARACTER) || isUtf8(bytes)) return text;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  throw new Refusal('file-unreadable', {
    what: `${name} is not UTF-8.`,
    why: isUtf16 ? 'It begins like UTF-16.' : 'It holds bytes that no UTF-8 text has.',
    hint: 'Save it as UTF-8.',
    details: { file: name },
  });
}

/** Decoding replaces bytes that are not UTF-8 by this character. A text may also contain it. */
const REPLACEMENT_CHARACTER = '\uFFFD';

/** A read that stopped at the limit may have split a character; the caller refuses the file for its size. */
function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
