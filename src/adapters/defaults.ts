/** Where things live when nobody says otherwise: the platform's data folder, and who is asking. */
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of the state: `MCPCTL_HOME`, else the data folder of the platform (on Linux: XDG Base Directory). */
export function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (environment.MCPCTL_HOME) return resolve(environment.MCPCTL_HOME);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'mcpctl');
  if (platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'mcpctl');
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'mcpctl');
}

/** `MCPCTL_USER`, else the operating system's user name. */
export function defaultUser(environment: NodeJS.ProcessEnv): string {
  if (environment.MCPCTL_USER) return environment.MCPCTL_USER;
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user id without an entry in the password database.
    return environment.USER || environment.USERNAME || 'default';
  }
}
