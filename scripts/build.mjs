// Bundles src/entry.ts into dist/: one small CommonJS entry and a chunk for whatever is loaded when it is used.
// esbuild splits only ES modules, and ES modules cost Node some milliseconds at start-up, so each chunk is
// turned into CommonJS in a second pass.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { generate } from './generate.mjs';
import { licensesOf } from './licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

await generate();
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const entryPoints = {
  mcpctl: join(root, 'src/entry.ts'),
  'keychain-child': join(root, 'src/adapters/keychain-child.ts'),
};

const split = await build({
  entryPoints,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir: dist,
  chunkNames: 'chunk-[hash]',
  external: ['libsql', '@napi-rs/keyring'],
  define: { MCPCTL_VERSION: JSON.stringify(version) },
  legalComments: 'none',
  metafile: true,
  write: false,
});

await mkdir(dist, { recursive: true });
const written = await Promise.all(split.outputFiles.map(({ path, text }) => writeCommonJs(basename(path), text)));
await writeFile(join(dist, 'package.json'), '{"type":"commonjs"}\n');
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licensesOf(split.metafile, root));
if (process.argv.includes('--meta')) await writeFile(join(dist, 'meta.json'), JSON.stringify(split.metafile));
await removeStale(new Set(written));

/** Renamed into place, so that a program that runs while we build never loads half a file. */
async function writeCommonJs(name, text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname' },
  });
  await writeFile(join(dist, `${name}.new`), code);
  await rename(join(dist, `${name}.new`), join(dist, name));
  return name;
}

/** Chunks of earlier builds: their names change with their content. */
async function removeStale(current) {
  const stale = (await readdir(dist)).filter((name) => name.endsWith('.js') && !current.has(name));
  await Promise.all(stale.map((name) => rm(join(dist, name), { force: true })));
}
