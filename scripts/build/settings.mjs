// What both builds share, and where things are.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = join(root, 'dist');
export const executable = join(dist, 'mcpctl.js');

/** The path of a file in src/. */
export const source = (path) => join(root, 'src', path);

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  outdir: dist,
  external: ['@napi-rs/keyring'],
  define: { MCPCTL_VERSION: JSON.stringify(version) },
  legalComments: 'none',
  metafile: true,
  write: false,
};

/** ES modules cost Node some milliseconds at start-up, so all files are CommonJS in the end. */
export const commonJs = {
  format: 'cjs',
  minify: true,
  supported: { 'dynamic-import': false },
  define: { ...common.define, 'import.meta.dirname': '__dirname' },
};
