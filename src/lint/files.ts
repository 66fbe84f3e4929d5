/** From what a person names (files, folders, globs, `-`) to the files that are checked. */
import { hint } from '../next-step.ts';
import type { FileSearch, Ports, WatchedFiles } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { findManifest } from './find-manifest.ts';

export interface LintFile {
  readonly name: string;
  /** A file that a person named is a manifest whatever it holds; one that was found has to look like one. */
  readonly named: boolean;
}

export const STANDARD_INPUT = '-';

const EXTENSIONS = ['.json', '.jsonc', '.yaml', '.yml'];

/** Each file once, in the order of the operands. Refuses `file-not-found` when an operand leads to no file. */
export async function filesToLint(operands: readonly string[], files: Ports['files']): Promise<LintFile[]> {
  const [first] = operands;
  if (first === undefined) return [{ name: await findManifest(files), named: true }];
  // What one operand leads to is each file once.
  if (operands.length === 1) return resolve(first, files);
  const found = new Map<string, LintFile>();
  for (const operand of operands) {
    for (const file of await resolve(operand, files)) {
      if (file.named || !found.has(file.name)) found.set(file.name, file);
    }
  }
  return [...found.values()];
}

/** What to watch, so that every change of what `filesToLint` answers is seen. */
export async function filesToWatch(operands: readonly string[], files: Ports['files']): Promise<WatchedFiles> {
  if (operands.length === 0) return { files: [await findManifest(files)], searches: [] };
  const searches = await Promise.all(operands.map((operand) => searchOf(operand, files)));
  return {
    files: operands.filter((_, index) => searches[index] === undefined),
    searches: searches.filter((search) => search !== undefined),
  };
}

async function resolve(operand: string, files: Ports['files']): Promise<LintFile[]> {
  const search = await searchOf(operand, files);
  if (!search) return [{ name: operand, named: true }];
  return found(operand, await files.find(search), 'folder' in search ? 'holds' : 'matches');
}

/** None for what is a file by itself. */
async function searchOf(operand: string, files: Ports['files']): Promise<FileSearch | undefined> {
  if (operand === STANDARD_INPUT) return undefined;
  if (await files.isFolder(operand)) return { folder: operand, extensions: EXTENSIONS };
  return isGlob(operand) && !(await files.exists(operand)) ? { glob: operand } : undefined;
}

function found(operand: string, names: readonly string[], verb: string): LintFile[] {
  if (names.length > 0) return names.map((name) => ({ name, named: false }));
  throw new Refusal('file-not-found', {
    what: `No file ${verb === 'holds' ? 'in' : 'matches'} ${operand}${verb === 'holds' ? ' can be a manifest' : ''}.`,
    why: 'Files that .gitignore names, and folders called node_modules, are left out.',
    hint: hint`Name a file: ${{ do: 'validate', file: 'manifest.json' }}`,
    details: { operand },
  });
}

/** When everything that was found is something else: a green nothing would hide a wrong pattern. */
export function nothingToLint(operands: readonly string[], skipped: number): Refusal {
  return new Refusal('file-not-found', {
    what: `There is no manifest among ${skipped === 1 ? 'the one file' : `the ${skipped} files`} of ${operands.join(' ')}.`,
    why: 'A manifest has tool_collections or oauth_providers; a server document has config.endpoint.',
    hint: hint`Name the file itself to have it checked: ${{ do: 'validate', give: ['file'] }}`,
    details: { operands, skipped },
  });
}

function isGlob(operand: string): boolean {
  return /[*?[\]{}!]/.test(operand);
}
