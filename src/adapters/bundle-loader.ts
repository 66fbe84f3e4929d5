/**
 * What `require` is inside our bundle. V8 takes longer to compile the bundle than to run it, so the build keeps what
 * V8 made of each file beside it, and this loads that: three quarters of the start-up are saved (docs/decisions.md).
 * `module.enableCompileCache()` does the same, but not on Node 20, and not at the first start.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    const path = join(folder, name);
    compiled(path).runInThisContext()(module.exports, load, module, path, folder);
    return module.exports;
  };
  return load;
}

/** V8 refuses what another version of it made, and compiles the source instead. */
export function compiled(path: string): Script {
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, 'utf8')}\n})`;
  return new Script(source, { filename: path, cachedData: cacheOf(path) });
}

/** Names of files change with their content, so what is kept for one is never of another. */
export function cachePath(path: string): string {
  return `${path}.v8-${process.versions.v8}-${process.arch}`;
}

function cacheOf(path: string): Buffer | undefined {
  try {
    return readFileSync(cachePath(path));
  } catch {
    return undefined;
  }
}
