/** The folder of the state, and what is ours in it. */
import { KEY_STORE_RECORD } from './key-store-record.ts';
import { ensurePrivateFolder } from './private-files.ts';

export const DATABASE_FILE = 'mcpctl.db';
export const AUDIT_FILE = 'audit.jsonl';

/** Refuses `state-permissions`. */
export function ensureStateFolder(home: string): void {
  const ours = [DATABASE_FILE, AUDIT_FILE, KEY_STORE_RECORD];
  ensurePrivateFolder(home, (name) => ours.some((each) => name.startsWith(each)));
}
