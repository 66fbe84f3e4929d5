/** The folder of the state, and which files in it are ours. */
import { KEY_STORE_RECORD } from './key-store-record.ts';
import { ensurePrivateFolder } from './private-files.ts';

export const DATABASE_FILE = 'mcpctl.db';
export const AUDIT_FILE = 'audit.jsonl';
/** Which databases have all their secrets in the current format. */
export const SEALING_RECORD = 'sealing.json';
/** The highest generation of each refresh token. */
export const GENERATIONS_FOLDER = 'generations';

/**
 * Makes sure that the folder exists and is private.
 * @throws Refusal state-permissions
 */
export function ensureStateFolder(home: string): void {
  const ours = [DATABASE_FILE, AUDIT_FILE, KEY_STORE_RECORD, GENERATIONS_FOLDER, SEALING_RECORD];
  ensurePrivateFolder(home, (name) => ours.some((each) => name.startsWith(each)));
}
