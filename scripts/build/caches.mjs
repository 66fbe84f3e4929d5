// What the build computes once so that no start has to: the text of --help, and the code that V8 compiles.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { written } from './output.mjs';
import { commonJs, dist, executable, root } from './settings.mjs';

/** See src/adapters/prebuilt-help.ts. */
export async function cacheHelp() {
  const file = join(dist, 'help.txt');
  await rm(file, { force: true });
  const { stdout, status } = spawnSync(process.execPath, [executable, '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error('mcpctl --help failed');
  await writeFile(file, stdout);
}

/**
 * See src/adapters/bundle-loader.ts. First every file is compiled as it is. Then typical commands run, and the files that
 * they load are kept with the functions that they call.
 */
export async function cacheCompiledCode() {
  const cache = join(root, 'node_modules/.cache/mcpctl');
  await mkdir(cache, { recursive: true });
  await removeInterrupted(cache);
  const folder = await mkdtemp(join(cache, 'build-'));
  const script = join(folder, 'keep-compiled.cjs');
  await build({
    ...commonJs,
    entryPoints: [join(root, 'scripts/build/keep-compiled.mjs')],
    bundle: true,
    platform: 'node',
    outfile: script,
  });
  // MCPCTL_SLOW would keep the fast paths from running here.
  const { NODE_EXTRA_CA_CERTS: _, MCPCTL_SLOW: __, ...environment } = process.env;
  const env = {
    ...environment,
    MCPCTL_HOME: join(folder, 'home'),
    MCPCTL_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  };
  const start = (...args) =>
    spawnSync(process.execPath, [script, dist, ...args], { cwd: folder, env, stdio: 'ignore' });
  start(...[...written].filter((name) => /^(?:front|chunk)-/.test(name)));
  // Documents like most: each function that is kept for a rare fault costs every start.
  const usual = [
    'manifests/sales.json',
    'manifests',
    'rules/provider-name-unique/valid.yaml',
    'rules/unknown-field/invalid.yaml',
  ];
  for (const name of usual) start('--run', 'validate', join(root, 'fixtures', name));
  for (const args of [['--version'], ['--help'], ['list'], ['token', 'none']]) start('--run', ...args);
  await rm(folder, { recursive: true, force: true });
}

/** Removes what interrupted builds have left. A build that still runs has a younger folder. */
async function removeInterrupted(cache) {
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    const isOld = async () => Date.now() - (await stat(folder)).mtimeMs > 3_600_000;
    if (name.startsWith('build-') && (await isOld())) await rm(folder, { recursive: true, force: true });
  }
}
