// Builds the package into dist/: one file for import, one for require, and their declarations.
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const dist = join(here, 'dist');

await rm(dist, { recursive: true, force: true });
for (const [format, name] of [
  ['esm', 'index.js'],
  ['cjs', 'index.cjs'],
]) {
  await build({
    entryPoints: [join(here, 'src/index.ts')],
    outfile: join(dist, name),
    bundle: true,
    format,
    target: 'es2022',
    legalComments: 'none',
  });
}
await declare('.js', '.d.ts');
await declare('.cjs', '.d.cts');

/** Declarations name each other as the files that they declare, so each format has its own. */
async function declare(extension, declarationExtension) {
  const folder = join(dist, 'declared');
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--declaration', '--emitDeclarationOnly', '--outDir', folder, '--rootDir', join(here, 'src')];
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', here, ...options], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout);
  await mkdir(dist, { recursive: true });
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), 'utf8');
    const renamed = file.replace(/\.d\.ts$/, declarationExtension);
    await writeFile(join(dist, renamed), text.replace(/(from '\.\/[\w-]+|from "\.\/[\w-]+)\.ts/g, `$1${extension}`));
  }
  await rm(folder, { recursive: true });
}
