/**
 * The `require` of the bundle. V8 needs longer to compile the bundle than to run it, so its compiled code is kept, which
 * saves three quarters of a start (docs/decisions.md). `module.enableCompileCache()` does the same, but not on Node 20.
 *
 * In a checkout the build keeps the code beside each file. The package has none, since nobody can read what it does: there
 * the first start that needs a file keeps its code in the cache folder of the user.
 */
import { closeSync, fstatSync, openSync, readvSync } from 'node:fs';
import { Script } from 'node:vm';
import { cachePath, codeFor, keepAtExit, userFolder } from './compiled-code.ts';

interface Module {
  exports: unknown;
}

/** Returns the module of this name beside this file; any other name is left to Node. */
export interface Load {
  (name: string): unknown;
  /** Adds modules that are in another file (scripts/build/output.mjs). */
  define(members: Readonly<Record<string, Factory>>): void;
}

type Factory = (exports: unknown, load: Load, module: Module) => void;

export function createLoad(folder: string, require: NodeJS.Require): Load {
  const modules = new Map<string, Module>();
  const factories = new Map<string, Factory>();
  const load: Load = (name) => {
    if (!name.startsWith('./')) return require(name);
    const known = modules.get(name);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    modules.set(name, module);
    const factory = factories.get(name);
    const path = `${folder}${name.slice(1)}`;
    if (factory) factory(module.exports, load, module);
    else compiled(path, name.slice(2)).runInThisContext()(module.exports, load, module, path, folder);
    return module.exports;
  };
  load.define = (members) => {
    for (const name in members) factories.set(name, members[name] as Factory);
  };
  return load;
}

/** Runs a file that the build has wrapped in the function that Node makes of a module. */
function compiled(path: string, name: string): Script {
  const file = bytesOf(path, SOURCE);
  if (!file) throw new Error(`${path} cannot be read.`);
  // The build writes ASCII only (scripts/build/output.mjs).
  const source = file.toString('latin1');
  const ours = inUserFolder(name);
  const kept = bytesOf(cachePath(path), CODE) ?? (ours === undefined ? undefined : bytesOf(ours, CODE, true));
  // V8 refuses the code of another version of V8, and compiles the source instead.
  const cachedData = kept && codeFor(file, kept);
  const script = new Script(source, { filename: path, cachedData });
  if (ours !== undefined && (!cachedData || script.cachedDataRejected)) keepAtExit(ours, source, script);
  return script;
}

function inUserFolder(name: string): string | undefined {
  const folder = userFolder(process.env, process.platform);
  return folder && cachePath(`${folder}/${name}`);
}

/**
 * Where files are read into, one after the other. Larger than any file with its compiled code: memory that nothing is read
 * into costs nothing, but a buffer for each file makes V8 collect garbage.
 */
const SOURCE = Buffer.from(new ArrayBuffer(4 * 1024 * 1024));
const CODE = Buffer.from(new ArrayBuffer(4 * 1024 * 1024));

/**
 * Reads with as few functions of Node as possible: Node compiles each of them at every start, and `readFileSync` for
 * bytes needs many.
 */
function bytesOf(path: string, into: Buffer, mustBeOurs = false): Buffer | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      if (mustBeOurs && !isOurs(file)) return undefined;
      return into.subarray(0, readvSync(file, [into]));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Whether nobody else can have written the file. */
function isOurs(file: number): boolean {
  if (process.getuid === undefined) return true;
  const { uid, mode } = fstatSync(file);
  return uid === process.getuid() && (mode & 0o022) === 0;
}
