/** The defaults of `--home` and `--user`: the data folder of the platform, and the name of the user. */
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Returns the folder of the state: `MCPCTL_HOME`, else the data folder of the platform (on Linux: XDG Base Directory).
 */
export function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (environment.MCPCTL_HOME) return resolve(environment.MCPCTL_HOME);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'mcpctl');
  if (platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'mcpctl');
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'mcpctl');
}

/** Returns `MCPCTL_USER`, else the user name of the operating system. */
export function defaultUser(environment: NodeJS.ProcessEnv): string {
  if (environment.MCPCTL_USER) return environment.MCPCTL_USER;
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user id without an entry in the password database.
    return environment.USER || environment.USERNAME || 'default';
  }
}
