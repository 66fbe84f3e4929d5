/** From the operands of a command (files, folders, globs, `-`) to the files that are checked. */
import { isJsonObject } from '../json-object.ts';
import type { Document } from '../manifest/document.ts';
import { hint } from '../next-step.ts';
import type { FileSearch, Ports, WatchedFiles } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { findManifest } from './find-manifest.ts';

export interface LintFile {
  readonly name: string;
  /** Whether a person named the file. Then it is checked whatever it holds; a file that was found must be a manifest. */
  readonly named: boolean;
}

export const STANDARD_INPUT = '-';

const EXTENSIONS = ['.json', '.jsonc', '.yaml', '.yml'];

/**
 * Each file once, however it is spelled, in the order of the operands.
 *
 * @param everything whether a search also finds what `.gitignore` names.
 * @throws Refusal `file-not-found` when an operand leads to no file.
 */
export async function filesToLint(
  operands: readonly string[],
  files: Ports['files'],
  everything = false,
): Promise<LintFile[]> {
  const [first] = operands;
  if (first === undefined) return [{ name: await findManifest(files), named: true }];
  // One operand never leads to the same file twice.
  if (operands.length === 1) return resolve(first, files, everything);
  const found = new Map<string, LintFile>();
  for (const operand of operands) {
    for (const file of await resolve(operand, files, everything)) {
      const identity = file.name === STANDARD_INPUT ? STANDARD_INPUT : files.identify(file.name);
      const known = found.get(identity);
      found.set(identity, known ? { name: known.name, named: known.named || file.named } : file);
    }
  }
  return [...found.values()];
}

/** What has to be watched to see every change of what `filesToLint` returns. */
export async function filesToWatch(operands: readonly string[], files: Ports['files']): Promise<WatchedFiles> {
  if (operands.length === 0) return { files: [await findManifest(files)], searches: [] };
  const searches = await Promise.all(operands.map((operand) => searchOf(operand, files)));
  return {
    files: operands.filter((_, index) => searches[index] === undefined),
    searches: searches.filter((search) => search !== undefined),
  };
}

async function resolve(operand: string, files: Ports['files'], everything: boolean): Promise<LintFile[]> {
  const search = await searchOf(operand, files);
  if (operand !== STANDARD_INPUT) await files.admit(search && 'glob' in search ? folderOf(search.glob) : operand);
  if (!search) return [{ name: operand, named: true }];
  return found(
    operand,
    await files.find(everything ? { ...search, everything } : search),
    'folder' in search ? 'holds' : 'matches',
  );
}

/** `undefined` for an operand that names one file, or standard input. */
async function searchOf(operand: string, files: Ports['files']): Promise<FileSearch | undefined> {
  if (operand === STANDARD_INPUT) return undefined;
  if (await files.isFolder(operand)) return { folder: operand, extensions: EXTENSIONS };
  return isGlob(operand) && !(await files.exists(operand)) ? { glob: operand } : undefined;
}

/** The folders of a glob that a person wrote out. */
function folderOf(glob: string): string {
  const written = /^[^*?[\]{}()!+@]*(?=\/)/.exec(glob)?.[0];
  return written === undefined ? '.' : `${written}/`;
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

/** The refusal when no file that was found is a manifest. Success would hide a wrong pattern. */
export function nothingToLint(operands: readonly string[], skipped: number): Refusal {
  return new Refusal('file-not-found', {
    what: `There is no manifest among ${skipped === 1 ? 'the one file' : `the ${skipped} files`} of ${operands.join(' ')}.`,
    why: 'A manifest has tool_collections or oauth_providers; a server document has config.endpoint.',
    hint: hint`Name the file itself to have it checked: ${{ do: 'validate', give: ['file'] }}`,
    details: { operands, skipped },
  });
}

/** Whether a file that a search found is one of ours: it has fields that only our documents have. */
export function isManifest({ source, value }: Document): boolean {
  if (value === undefined) return /\b(?:tool_collections|oauth_providers|server_url)\b/.test(source.text);
  if (!isJsonObject(value)) return false;
  if (['tool_collections', 'oauth_providers', 'server_url'].some((name) => Object.hasOwn(value, name))) return true;
  if (typeof value.$schema === 'string' && /\/(?:app-manifest|mcp-server)\.schema\.json$/.test(value.$schema))
    return true;
  return isJsonObject(value.config) && Object.hasOwn(value.config, 'endpoint');
}

function isGlob(operand: string): boolean {
  return /[*?[\]{}!]/.test(operand);
}
