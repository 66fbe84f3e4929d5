/** The key store `file`: the master key in a private file of the configuration folder, apart from the database. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createPrivateFile, ensurePrivateFolder, readPrivateFile } from './private-files.ts';

/**
 * Writes the key to a new file and returns its path. The file lies in the configuration folder of the user, also with
 * `--home`: a copy of the state folder, as in a backup, must not contain its own key.
 */
export function createKeyFile(environment: NodeJS.ProcessEnv, key: Uint8Array): string {
  const folder = join(configurationFolder(environment, process.platform), 'keys');
  ensurePrivateFolder(folder, (name) => name.includes('.key'));
  const path = join(folder, `${randomUUID()}.key`);
  const text = `${Buffer.from(key).toString('base64')}\n`;
  createPrivateFile(path, (temporary) => writeFileSync(temporary, text, { flush: true }));
  return path;
}

/** Returns the key, or undefined when the file is gone. */
export function readKeyFile(path: string): Uint8Array | undefined {
  const text = readPrivateFile(path);
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}

export function removeKeyFile(path: string): void {
  rmSync(path, { force: true });
}

/** On Linux: XDG Base Directory Specification. */
function configurationFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'mcpctl');
  if (platform === 'win32') return join(environment.APPDATA || join(home, 'AppData', 'Roaming'), 'mcpctl');
  return join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'mcpctl');
}
