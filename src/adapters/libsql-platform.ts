/**
 * Says which binary of libsql fits this machine. The bundle uses this instead of the two packages that libsql imports
 * (scripts/build/patches.mjs): they make Node write a whole report on the process, which takes longer than any command.
 */
import { closeSync, openSync, readSync } from 'node:fs';

export const GLIBC = 'glibc';
export const MUSL = 'musl';

/** The names under which libsql publishes its binaries. */
export function currentTarget(): string {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-msvc`;
  if (platform === 'darwin') return `darwin-${arch}`;
  if (arch === 'arm') return 'linux-arm-gnueabihf';
  return `linux-${arch}-${familySync() === MUSL ? 'musl' : 'gnu'}`;
}

/** Finds the C library of Node itself: its ELF header begins with the path of the loader. */
export function familySync(): typeof GLIBC | typeof MUSL {
  const header = Buffer.alloc(2048);
  const file = openSync(process.execPath, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.includes('/ld-musl-') ? MUSL : GLIBC;
}
