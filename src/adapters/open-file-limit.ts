/** How many files and connections this process may have open at a time. */
import { readFileSync } from 'node:fs';

/** Undefined where the system does not say. Node has raised the soft limit to the hard one at its start. */
export function openFileLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
