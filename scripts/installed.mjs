import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `npm ci` has installed what the lock file of this folder names, as it is now. */
export function isInstalled(root) {
  const [installed, wanted] = [join(root, 'node_modules/.package-lock.json'), join(root, 'package-lock.json')];
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}
