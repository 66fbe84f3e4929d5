/**
 * What `require` is inside our bundle. V8 takes longer to compile the bundle than to run it, so the build keeps what
 * V8 made of each file beside it, and this loads that: three quarters of the start-up are saved (docs/decisions.md).
 * `module.enableCompileCache()` does the same, but not on Node 20, and not at the first start.
 */
import { closeSync, openSync, readFileSync, readvSync } from 'node:fs';
import { Script } from 'node:vm';

interface Module {
  exports: unknown;
}

/** The module with this name beside us, or, for any other name, what Node knows by it. */
export type Load = (name: string) => unknown;

export function createLoad(folder: string, require: NodeJS.Require): Load {
  const modules = new Map<string, Module>();
  const load = (name: string): unknown => {
    if (!name.startsWith('./')) return require(name);
    const known = modules.get(name);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    modules.set(name, module);
    const path = `${folder}${name.slice(1)}`;
    compiled(path).runInThisContext()(module.exports, load, module, path, folder);
    return module.exports;
  };
  return load;
}

/**
 * A file that the build has put into the function that Node makes of a module. V8 refuses what another version of it
 * made, and compiles the source instead.
 */
function compiled(path: string): Script {
  return new Script(readFileSync(path, 'utf8'), { filename: path, cachedData: cacheOf(path) });
}

/** Names of files change with their content, so what is kept for one is never of another. */
export function cachePath(path: string): string {
  return `${path}.v8-${process.versions.v8}-${process.arch}`;
}

/** More than V8 makes of our largest file. Memory that nothing is read into costs nothing. */
const LARGEST_CACHE = 1024 * 1024;

/** Read with the fewest functions of Node's: it compiles each at every start, and `readFileSync` for bytes needs many. */
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
