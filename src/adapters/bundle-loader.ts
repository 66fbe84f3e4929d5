/**
 * The `require` of the bundle. V8 needs longer to compile the bundle than to run it, so the build keeps V8's compiled
 * code beside each file and this loader uses it, which saves three quarters of the start (docs/decisions.md).
 * `module.enableCompileCache()` does the same, but not on Node 20 and not at the first start.
 */
import { closeSync, openSync, readFileSync, readvSync } from 'node:fs';
import { Script } from 'node:vm';

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
    else compiled(path).runInThisContext()(module.exports, load, module, path, folder);
    return module.exports;
  };
  load.define = (members) => {
    for (const name in members) factories.set(name, members[name] as Factory);
  };
  return load;
}

/**
 * Runs a file that the build has wrapped in the function that Node makes of a module. V8 refuses code that another
 * version of V8 compiled, and compiles the source instead.
 */
function compiled(path: string): Script {
  return new Script(readFileSync(path, 'utf8'), { filename: path, cachedData: cacheOf(path) });
}

/** The name of a file changes with its content, so compiled code never belongs to another version of the file. */
export function cachePath(path: string): string {
  return `${path}.v8-${process.versions.v8}-${process.arch}`;
}

/** Larger than the compiled code of any file. Memory that nothing is read into costs nothing. */
const LARGEST_CACHE = 1024 * 1024;

/**
 * Reads with as few functions of Node as possible: Node compiles each of them at every start, and `readFileSync` for
 * bytes needs many.
 */
function cacheOf(path: string): Uint8Array | undefined {
  try {
    const file = openSync(cachePath(path), 'r');
    const bytes = new Uint8Array(LARGEST_CACHE);
    const length = readvSync(file, [bytes]);
    closeSync(file);
    return bytes.subarray(0, length);
  } catch {
    return undefined;
  }
}
