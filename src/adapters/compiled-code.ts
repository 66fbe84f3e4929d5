/** Compiled code with the source that it was made of: it runs only while the source is still the same, byte for byte. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Script } from 'node:vm';

export function cachePath(path: string): string {
  return `${path}.v8-${process.versions.v8}-${process.arch}`;
}

/** The length of the source, the source, and the code. V8 itself compares only the length. */
export function withSource(source: Buffer, code: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(source.length);
  return Buffer.concat([length, source, code]);
}

/** The code that was kept with this very source. */
export function codeFor(source: Buffer, kept: Buffer): Buffer | undefined {
  if (kept.length < 4) return undefined;
  const end = 4 + kept.readUInt32LE(0);
  return kept.length > end && kept.subarray(4, end).equals(source) ? kept.subarray(end) : undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The cache folder of the platform. */
export function userFolder(
  { XDG_CACHE_HOME, HOME, LOCALAPPDATA }: Environment,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform === 'win32') return LOCALAPPDATA && `${LOCALAPPDATA}/mcpctl/compiled`;
  const caches =
    platform === 'darwin' ? HOME && `${HOME}/Library/Caches` : XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  return caches?.startsWith('/') ? `${caches}/mcpctl/compiled` : undefined;
}

const waiting: { readonly path: string; readonly source: string; readonly script: Script }[] = [];

/** Keeps the code when the process ends: then it has the functions that this run has called. */
export function keepAtExit(path: string, source: string, script: Script): void {
  if (waiting.length === 0) process.once('exit', keepAll);
  waiting.push({ path, source, script });
}

/** Never fails: a start without kept code takes longer, and nothing else. */
function keepAll(): void {
  try {
    const folder = waiting[0]?.path.replace(/\/[^/]*$/, '') ?? '';
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.getuid !== undefined && statSync(folder).uid !== process.getuid()) return;
    for (const { path, source, script } of waiting) {
      const temporary = `${path}.${process.pid}.new`;
      writeFileSync(temporary, withSource(Buffer.from(source, 'latin1'), script.createCachedData()), {
        flag: 'wx',
        mode: 0o600,
      });
      renameSync(temporary, path);
    }
    removeOld(folder);
  } catch {
    // The folder cannot be written, or is full.
  }
}

/** In milliseconds. Names change with their content, so each version leaves its files behind. */
const OLD = 60 * 24 * 3_600_000;

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    if (Date.now() - statSync(path).mtimeMs > OLD) rmSync(path, { force: true });
  }
}
