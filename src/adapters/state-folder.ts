/** The folder of the state, and which files in it are ours. */
import { KEY_STORE_RECORD } from './key-store-record.ts';
import { ensurePrivateFolder } from './private-files.ts';

export const DATABASE_FILE = 'mcpctl.db';
export const AUDIT_FILE = 'audit.jsonl';

/**
 * Makes sure that the folder exists and is private.
 * @throws Refusal state-permissions
 */
export function ensureStateFolder(home: string): void {
  const ours = [DATABASE_FILE, AUDIT_FILE, KEY_STORE_RECORD];
  ensurePrivateFolder(home, (name) => ours.some((each) => name.startsWith(each)));
}
