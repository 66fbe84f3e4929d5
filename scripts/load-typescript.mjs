// Node 20 does not run TypeScript, so a module is bundled first, beside the packages it imports.
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The module of a file, which is named from the root of the project. */
export async function loadTypeScript(file) {
  const folder = `${root}node_modules/.cache/mcpctl`;
  const name = file.replace(/^.*\//, '').replace(/\.ts$/, '');
  const outfile = `${folder}/${name}-${process.pid}.mjs`;
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [root + file],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
