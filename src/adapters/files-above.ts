/** Settings in the folders above. They count up to the root of the repository or the home folder, and of this user only. */
import { existsSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import type { FileAbove } from '../ports/index.ts';
import { leavesByLink } from './links.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** This folder as the empty text, and those above as `../`. Without a repository and outside of home only this one. */
export function foldersAbove({ HOME, USERPROFILE }: Environment): string[] {
  const home = HOME || USERPROFILE;
  const folders: string[] = [];
  let above = '';
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    folders.push(above);
    if (existsSync(`${above}.git`) || folder === home) return folders;
    if (folder === dirname(folder)) return [''];
    above += `..${sep}`;
  }
}

/** Those of the names that exist, nearest first. */
export function filesAbove(names: readonly string[], environment: Environment): FileAbove[] {
  const paths = foldersAbove(environment).flatMap((folder) => names.map((name) => folder + name));
  return paths.filter((path) => existsSync(path)).map((path) => ({ path, distrust: distrustOf(path) }));
}

/** Why a file does not count: in a folder that several people write to, somebody else can put one in the way. */
function distrustOf(path: string): string | undefined {
  if (leavesByLink(path)) return 'It leads out of the repository by a link.';
  const me = process.getuid?.();
  if (me === undefined) return undefined;
  const { uid } = statSync(path);
  // Root works in folders of others, for example in a container: there it trusts whom the folder belongs to.
  const isTrusted = uid === me || uid === 0 || (me === 0 && uid === statSync('.').uid);
  return isTrusted ? undefined : 'It belongs to another user.';
}
