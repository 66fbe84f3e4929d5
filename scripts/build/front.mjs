// The front: what runs over and over. Each dynamic import becomes one whole file that shares nothing, so that a start
// loads few files.
import { basename, join, relative } from 'node:path';
import { build } from 'esbuild';
import { asModule, plainImports, writeBuild } from './output.mjs';
import { withoutColorDetection, withoutYamlSchemas, withQuickPlatform } from './patches.mjs';
import { common, commonJs, executable, root, source } from './settings.mjs';

/** A document with a finding needs all of these, each with its own dynamic import. So they are one file. */
const TOGETHER = [
  'lint/findings.ts',
  'lint/checked-file.ts',
  'manifest/shape.ts',
  'manifest/json-parser.ts',
  'reports/pretty.ts',
];

/** The files whose names do not change: the executable, and the programs that it starts. */
const PROGRAMS = {
  mcpctl: 'mcpctl:start',
  'read-thread': source('fast/read-thread.ts'),
  'keychain-child': source('adapters/keychain-child.ts'),
};

/**
 * Builds src/entry.ts with everything that it imports.
 *
 * @param rest the name of the file that src/main-commands.ts has become.
 */
export async function buildFront(rest) {
  const together = TOGETHER.map(source);
  const files = new Map();

  /**
   * The name of the file that a module becomes, whoever imports it.
   *
   * @param importers the first modules of the files that wait for this one.
   */
  const fileOf = (path, importers) => {
    const paths = together.includes(path) ? together : [path];
    if (importers.includes(paths[0]))
      throw new Error(`${[...importers, path].join(' imports ')}, which waits for ever`);
    const known = files.get(paths[0]) ?? bundle(paths, importers).then(write);
    files.set(paths[0], known);
    return known;
  };

  const write = async (bundled) => {
    await writeBuild(bundled, ({ text }) => asModule(text));
    return basename(bundled.outputFiles[0].path);
  };

  /** Bundles modules into one file. The files that they import dynamically are built first. */
  const bundle = (paths, importers = []) => {
    const lazily = {
      name: 'lazily',
      setup({ onResolve }) {
        onResolve({ filter: /^\./, namespace: 'file' }, async ({ kind, resolveDir, path: imported }) => {
          if (kind !== 'dynamic-import') return undefined;
          const target = join(resolveDir, imported);
          // It is in this very file. To wait for the file would be to wait for ever.
          if (paths.includes(target)) return undefined;
          const name = target === source('main-commands.ts') ? rest : await fileOf(target, [...importers, paths[0]]);
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
      entryNames: `front-${basename(paths[0], '.ts')}-[hash]`,
      plugins: [lazily, withoutColorDetection, withoutYamlSchemas, withQuickPlatform],
    });
  };

  const entry = await bundle([source('entry.ts')]);
  await writePrograms(plainImports(entry.outputFiles[0].text));
}

/** The executable is the entry, with what loads all other files: V8 compiles so little faster than it reads a file. */
async function writePrograms(entry) {
  const withStart = {
    name: 'with-start',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^mcpctl:start$/ }, ({ path }) => ({ path, namespace: 'start' }));
      onLoad({ filter: /./, namespace: 'start' }, () => ({
        // V8 compiles a function at once when it is called where it is written. It reads any other function twice.
        contents: `import { createLoad } from './adapters/bundle-loader.ts';
          (function (require) {${entry}\n})(createLoad(__dirname, require));`,
        resolveDir: join(root, 'src'),
      }));
    },
  };
  const bundled = await build({ ...common, ...commonJs, entryPoints: PROGRAMS, plugins: [withStart] });
  await writeBuild(bundled, ({ path, text }) => (path === executable ? `#!/usr/bin/env node\n${text}` : text));
}
