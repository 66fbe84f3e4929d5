/** Links that lead out of the repository: whoever can change a repository can plant one, and choose what is read or changed. */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, parse, resolve, sep } from 'node:path';

/**
 * Whether links in this path lead out of its repository; outside of one, out of the current folder or the folder of the
 * path. Without links a path leaves nothing, wherever it is.
 */
export function leavesByLink(path: string, root?: string): boolean {
  // What a shell gives in place of a file, such as /dev/stdin.
  if (/^\/(?:dev|proc)\//.test(path)) return false;
  const real = realPath(path);
  if (real === undefined || real === resolve(path)) return false;
  const realRoot = realPath(root ?? rootOf(path));
  return realRoot !== undefined && !isInside(real, realRoot);
}

/** The repository of a path, as far as no link leads into it; outside of one the current folder, or the folder of the path. */
export function rootOf(path: string): string {
  const whole = resolve(path);
  const here = process.cwd();
  let root = isInside(whole, here) ? here : undefined;
  const { root: top } = parse(whole);
  let folder = top;
  for (const step of ['', ...dirname(whole).slice(top.length).split(sep)]) {
    if (step !== '') folder = folder === top ? top + step : folder + sep + step;
    // A link into another repository does not make that one ours.
    if (root !== undefined && isInside(folder, root) && folder !== root && isLink(folder)) break;
    if (existsSync(`${folder + (folder === top ? '' : sep)}.git`)) root = folder;
  }
  return root ?? dirname(whole);
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** `undefined` for a path that leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
