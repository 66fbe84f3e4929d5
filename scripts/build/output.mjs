// The files of dist/.
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dist } from './settings.mjs';

/** The names of the files that this build has written. */
export const written = new Set();

/** esbuild's account of what is in which file. */
export const outputs = {};

/** Writes the files of a build, each with the code that `codeOf` makes of it. */
export async function writeBuild({ outputFiles, metafile }, codeOf) {
  Object.assign(outputs, metafile.outputs);
  for (const file of outputFiles) {
    const code = await codeOf(file);
    // src/adapters/bundle-loader.ts reads bytes as characters.
    if (/[^\0-\x7f]/.test(code)) throw new Error(`${file.path} is not ASCII.`);
    await write(basename(file.path), code);
  }
}

/** Renamed into place, so that a program that runs while we build never loads half a file. */
async function write(name, code) {
  const neighbour = join(dist, `${name}.${process.pid}.new`);
  await writeFile(neighbour, code);
  await rename(neighbour, join(dist, name));
  written.add(name);
}

/** The function that src/adapters/bundle-loader.ts runs. Wrapping the text when it is loaded would copy it. */
export function asModule(code) {
  return `(function(exports,require,module,__filename,__dirname){${plainImports(code)}\n})`;
}

/** A module whose file has other modules in it, which run when they are imported. */
export function asGroup(code, group) {
  const members = group.map(
    ({ name, code }) => `${JSON.stringify(`./${name}`)}:function(exports,require,module){${plainImports(code)}\n}`,
  );
  return asModule(`require.define({${members.join(',')}});${code}`);
}

/**
 * Takes away the function that esbuild puts around each import in case it is no ES module: it copies all exports, and our
 * own files are ES modules.
 */
export function plainImports(code) {
  const plain = code.replace(/(?<==>)[\w$]+\(([\w$]+\("\.\/(?:front|chunk)-[\w-]+\.js"\))\)/g, '$1');
  if (/[\w$]\([\w$]+\("\.\/(?:front|chunk)-/.test(plain)) {
    throw new Error('esbuild writes imports in another form: see plainImports in scripts/build/output.mjs');
  }
  return plain;
}

/** Removes the files of earlier builds: names change with the content. */
export async function removeStale() {
  const isStale = (name) => /\.js(?:\.v8-.*)?$/.test(name) && !written.has(name.replace(/\.v8-.*$/, ''));
  const stale = (await readdir(dist)).filter(isStale);
  await Promise.all(stale.map((name) => rm(join(dist, name), { force: true })));
}
