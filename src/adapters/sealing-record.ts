/**
 * Remembers, outside of the database, that all its secrets were sealed in the current format. From then on this home never
 * opens an older format: who writes the database cannot put a value back that is bound to less.
 */
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { ensurePrivateFolder, readPrivateFile, replacePrivateFile } from './private-files.ts';
import { SEALING_RECORD } from './state-folder.ts';

export interface SealingRecord {
  isDone(): boolean;
  /** A home that cannot be written remembers nothing, and looks again the next time. */
  conclude(): void;
}

/** @param database Tells the databases of a home apart. */
export function createSealingRecord(home: string, database: string): SealingRecord {
  const file = join(home, SEALING_RECORD);
  const done = (): readonly string[] => {
    try {
      const { sealed } = JSON.parse(readPrivateFile(file) ?? '{}');
      return Array.isArray(sealed) ? sealed : [];
    } catch (thrown) {
      if (thrown instanceof SyntaxError || thrown instanceof Refusal) return [];
      throw thrown;
    }
  };
  return {
    isDone: () => done().includes(database),
    conclude() {
      try {
        ensurePrivateFolder(home, () => true);
        replacePrivateFile(file, `${JSON.stringify({ sealed: [...new Set([...done(), database])] })}\n`);
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
      }
    },
  };
}
