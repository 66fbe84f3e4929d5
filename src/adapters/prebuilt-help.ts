/** The text of `mcpctl --help` for the usual width, which the build keeps in a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns undefined while the build has not written the file; the help is then made as for any other width. */
export function prebuiltHelp(): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, 'help.txt'), 'utf8');
  } catch {
    return undefined;
  }
}
