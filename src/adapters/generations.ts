/**
 * Remembers the highest generation of each refresh token that this home has seen, outside of the database: who writes there
 * cannot put an old row back unnoticed. A small file for each, so that a renewal writes a few bytes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../sha256.ts';
import { GENERATIONS_FOLDER } from './state-folder.ts';
import type { Generations } from './vault.ts';

/** Where the home cannot be written, nothing is remembered, and nothing fails. */
export function createGenerations(home: string): Generations {
  const folder = join(home, GENERATIONS_FOLDER);
  // The names come from the database, so they are no names of files.
  const fileOf = async (secret: string) => join(folder, (await sha256Of(secret)).slice(0, 32));
  return {
    highest: async (secret) => numberIn(await fileOf(secret)),
    async note(secret, generation) {
      const file = await fileOf(secret);
      if (generation <= numberIn(file)) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(file, `${generation}`, { mode: 0o600 });
      } catch {
        // A home that only others may write: the database is then all there is.
      }
    },
  };
}

function numberIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}
