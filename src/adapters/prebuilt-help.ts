/** What `mcpctl --help` says where nobody has told us how wide a line may be: the build keeps it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `undefined` while the build has not come to it: then it is put together as for any other width. */
export function prebuiltHelp(): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, 'help.txt'), 'utf8');
  } catch {
    return undefined;
  }
}
