/** Finds the folders in which applications keep their configuration, on each platform. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Folders } from '../ports/index.ts';

export function createFolders(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Folders {
  const home = homedir();
  const settings = () => {
    if (platform === 'darwin') return join(home, 'Library', 'Application Support');
    if (platform === 'win32') return environment.APPDATA || join(home, 'AppData', 'Roaming');
    return environment.XDG_CONFIG_HOME || join(home, '.config');
  };
  return {
    inside(place, path) {
      if (place === 'here') return join('.', ...path);
      // Zed uses the XDG base directories on macOS as well.
      const isXdg = platform === 'darwin' && path[0] === 'zed';
      return join(place === 'home' ? home : isXdg ? join(home, '.config') : settings(), ...path);
    },
  };
}
