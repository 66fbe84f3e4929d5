// Bundles src/ into dist/, in two builds, since what a process loads it has to pay for at every start:
// - The front is what runs over and over: src/entry.ts, a plain `validate` and a plain `token`. Each of its dynamic
//   imports becomes one whole file that shares nothing, so that a start loads few files.
// - The rest is split by esbuild: a chunk for whatever is loaded when it is used. Nothing but the arguments and the
//   streams passes between the two, so that it does no harm that each has its own copy of what both use.
// All files are CommonJS: ES modules cost Node some milliseconds at start-up. What V8 makes of them is kept beside them.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { generate } from './generate.mjs';
import { licensesOf } from './licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const executable = join(dist, 'mcpctl.js');
const source = (path) => join(root, 'src', path);

await generate();
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const common = {
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
const commonJs = {
  format: 'cjs',
  minify: true,
  supported: { 'dynamic-import': false },
  define: { ...common.define, 'import.meta.dirname': '__dirname' },
};

/** Commander loads child_process for commands that are programs of their own, and it takes longer than all our commands. */
const withoutSubprocesses = {
  name: 'without-subprocesses',
  setup({ onLoad }) {
    onLoad({ filter: /commander[/\\]lib[/\\]command\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const contents = code.replace(
        "const childProcess = require('node:child_process');",
        'const childProcess = undefined;',
      );
      if (contents === code) throw new Error('commander has changed: see withoutSubprocesses in scripts/build.mjs');
      return { contents };
    });
  },
};

/** Says of the tags and schemas of js-yaml that nothing happens when they are made: we read its events, and need none. */
const withoutYamlSchemas = {
  name: 'without-yaml-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /js-yaml[/\\]dist[/\\]js-yaml\.mjs$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const made = /^(var \w+ = )((?:define\w+Tag\(|new Schema\(|\w+\.withTags\(|\{)[\s\S]*?^[\]})]+);$/gm;
      return { contents: code.replace(made, '$1/* @__PURE__ */ (() => ($2))();') };
    });
  },
};

/** See src/adapters/libsql-platform.ts. */
const withQuickPlatform = {
  name: 'with-quick-platform',
  setup({ onResolve }) {
    onResolve({ filter: /^(?:detect-libc|@neon-rs\/load)$/ }, () => ({ path: source('adapters/libsql-platform.ts') }));
  },
};

/** Loaded one after the other by whoever loads the first, so they are one file. */
const COMPANIONS = [
  'lint/findings.ts',
  'manifest/shape.ts',
  'manifest/json-parser.ts',
  'cli/render/diagnostics/pretty.ts',
].map(source);

await mkdir(dist, { recursive: true });
const written = new Set();
const outputs = {};
const fronts = new Map();
const rest = await buildRest();
await buildStart();
await keepHelp();
await keepCompiled();
await writeFile(join(dist, 'package.json'), '{"type":"commonjs"}\n');
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licensesOf({ outputs }, root));
if (process.argv.includes('--meta')) await writeFile(join(dist, 'meta.json'), JSON.stringify({ outputs }));
await removeStale();

/** The name of the one file that the module becomes, whoever imports it. */
function buildFront(path) {
  const isCompanion = COMPANIONS.includes(path);
  const key = isCompanion ? COMPANIONS[0] : path;
  const front = fronts.get(key) ?? writeFront(key, isCompanion ? COMPANIONS : [path]);
  fronts.set(key, front);
  return front;
}

async function writeFront(name, paths) {
  const bundled = await bundleFront(name, paths);
  await keep(bundled, ({ text }) => asModule(text));
  return basename(bundled.outputFiles[0].path);
}

/** What the module imports dynamically is built first. */
async function bundleFront(name, paths = [name]) {
  const lazily = {
    name: 'lazily',
    setup({ onResolve }) {
      onResolve({ filter: /^\./, namespace: 'file' }, async ({ kind, resolveDir, path: imported }) => {
        if (kind !== 'dynamic-import') return undefined;
        const target = join(resolveDir, imported);
        // It is in this file already, and to wait for the file would be to wait for itself.
        if (paths.includes(target)) return undefined;
        const name = target === source('main-commands.ts') ? rest : await buildFront(target);
        return { path: `./${name}`, external: true };
      });
    },
  };
  return build({
    ...common,
    ...commonJs,
    stdin: {
      contents: paths.map((path) => `export * from ${JSON.stringify(`./${relative(root, path)}`)};`).join('\n'),
      resolveDir: root,
    },
    entryNames: `front-${basename(name, '.ts')}-[hash]`,
    plugins: [lazily, withoutYamlSchemas, withQuickPlatform],
  });
}

/** The name of the file that `src/main-commands.ts` becomes. */
async function buildRest() {
  const bundled = await build({
    ...common,
    entryPoints: [source('main-commands.ts')],
    entryNames: 'chunk-[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    splitting: true,
    format: 'esm', // The only one that esbuild splits.
    plugins: [withoutSubprocesses, withoutYamlSchemas, withQuickPlatform],
  });
  const options = { ...commonJs, platform: 'node', target: 'node20' };
  await keep(bundled, async ({ text }) => asModule((await transform(text, options)).code));
  return basename(bundled.outputFiles.find(({ path }) => basename(path).startsWith('chunk-main-commands-')).path);
}

/**
 * The files whose names do not change: the executable, and those that are started beside it. The executable is
 * src/entry.ts, with what loads everything after it: so little that V8 compiles it sooner than another file is read.
 */
async function buildStart() {
  const entryPoints = {
    mcpctl: 'mcpctl:start',
    'read-thread': source('fast/read-thread.ts'),
    'keychain-child': source('adapters/keychain-child.ts'),
  };
  const entry = plainImports((await bundleFront(source('entry.ts'))).outputFiles[0].text);
  const withStart = {
    name: 'with-start',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^mcpctl:start$/ }, ({ path }) => ({ path, namespace: 'start' }));
      onLoad({ filter: /./, namespace: 'start' }, () => ({
        // What is called where it stands V8 compiles at once; any other function it reads twice.
        contents: `import { createLoad } from './adapters/bundle-loader.ts';
          (function (require) {${entry}\n})(createLoad(__dirname, require));`,
        resolveDir: join(root, 'src'),
      }));
    },
  };
  const bundled = await build({ ...common, ...commonJs, entryPoints, plugins: [withStart] });
  await keep(bundled, ({ path, text }) => (path === executable ? `#!/usr/bin/env node\n${text}` : text));
  await chmod(executable, 0o755);
}

/** As src/adapters/bundle-loader.ts runs it: to put this around a text when it is loaded would copy it. */
function asModule(code) {
  return `(function(exports,require,module,__filename,__dirname){${plainImports(code)}\n})`;
}

/** esbuild copies whatever is imported, in case that it was no module; our own files are. */
function plainImports(code) {
  return code.replace(/(?<==>)[\w$]+\(([\w$]+\("\.\/(?:front|chunk)-[\w-]+\.js"\))\)/g, '$1');
}

async function keep({ outputFiles, metafile }, codeOf) {
  Object.assign(outputs, metafile.outputs);
  for (const file of outputFiles) await write(basename(file.path), await codeOf(file));
}

/** Renamed into place, so that a program that runs while we build never loads half a file. */
async function write(name, code) {
  const neighbour = join(dist, `${name}.${process.pid}.new`);
  await writeFile(neighbour, code);
  await rename(neighbour, join(dist, name));
  written.add(name);
}

/** See src/adapters/prebuilt-help.ts. */
async function keepHelp() {
  const file = join(dist, 'help.txt');
  await rm(file, { force: true });
  const { stdout, status } = spawnSync(process.execPath, [executable, '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error('mcpctl --help failed');
  await writeFile(file, stdout);
}

/** First every file as it is, then, run by run, those that start-up is made of with the functions that they need. */
async function keepCompiled() {
  const cache = join(root, 'node_modules/.cache/mcpctl');
  await mkdir(cache, { recursive: true });
  await removeInterrupted(cache);
  const folder = await mkdtemp(join(cache, 'build-'));
  const script = join(folder, 'keep-compiled.cjs');
  await build({
    ...commonJs,
    entryPoints: [join(root, 'scripts/keep-compiled.mjs')],
    bundle: true,
    platform: 'node',
    outfile: script,
  });
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  const env = {
    ...environment,
    MCPCTL_HOME: join(folder, 'home'),
    MCPCTL_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  };
  const start = (...args) =>
    spawnSync(process.execPath, [script, dist, ...args], { cwd: folder, env, stdio: 'ignore' });
  start(...[...written].filter((name) => /^(?:front|chunk)-/.test(name)));
  // What most people's documents are like: each function that is kept for a rare fault costs every start.
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

/** What builds that were interrupted have left; one that is under way is younger. */
async function removeInterrupted(cache) {
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    const isOld = async () => Date.now() - (await stat(folder)).mtimeMs > 3_600_000;
    if (name.startsWith('build-') && (await isOld())) await rm(folder, { recursive: true, force: true });
  }
}

/** Files of earlier builds: their names change with their content. */
async function removeStale() {
  const isStale = (name) => /\.js(?:\.v8-.*)?$/.test(name) && !written.has(name.replace(/\.v8-.*$/, ''));
  const stale = (await readdir(dist)).filter(isStale);
  await Promise.all(stale.map((name) => rm(join(dist, name), { force: true })));
}
