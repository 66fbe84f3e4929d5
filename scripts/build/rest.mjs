// The rest: every command. esbuild splits it into chunks, one for what is loaded together. Most chunks are small, and to open
// a file costs a start more than to read some kilobytes, so the small ones that many parts need become one file with the chunk
// that all need.
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { asGroup, asModule, writeBuild } from './output.mjs';
import {
  withLateOptimization,
  withoutColorDetection,
  withoutSubprocesses,
  withoutYamlSchemas,
  withQuickPlatform,
} from './patches.mjs';
import { common, commonJs, source } from './settings.mjs';

/** Returns the name of the file that src/main-commands.ts becomes. */
export async function buildRest() {
  const bundled = await build({
    ...common,
    entryPoints: [source('main-commands.ts')],
    entryNames: 'chunk-[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    splitting: true,
    format: 'esm', // The only format that esbuild splits.
    plugins: [withoutSubprocesses, withoutColorDetection, withoutYamlSchemas, withQuickPlatform, withLateOptimization],
  });
  const options = { ...commonJs, platform: 'node', target: 'node20' };
  const codeOf = async ({ text }) => (await transform(text, options)).code;
  const main = bundled.outputFiles.find(({ path }) => basename(path).startsWith('chunk-main-commands-'));
  const together = smallChunks(bundled.metafile.outputs);
  const isApart = ({ path }) => !together.has(basename(path));
  const group = await Promise.all(
    bundled.outputFiles
      .filter((file) => !isApart(file))
      .map(async (file) => ({ name: basename(file.path), code: await codeOf(file) })),
  );
  const outputFiles = bundled.outputFiles.filter(isApart);
  await writeBuild({ outputFiles, metafile: bundled.metafile }, async (file) =>
    file === main ? asGroup(await codeOf(file), group) : asModule(await codeOf(file)),
  );
  return basename(main.path);
}

/** Bytes. */
const SMALL = 8192;

/** How many commands and other parts, which are loaded by themselves, need a chunk before it is worth to be read by all. */
const MANY = 20;

/** The names of the chunks that go into the file of src/main-commands.ts: small ones that many parts import. */
function smallChunks(outputs) {
  const importers = importersIn(outputs);
  const isSmall = (path) => outputs[path].bytes < SMALL && outputs[path].entryPoint === undefined;
  const isCommon = (path) => [...reaching(path, importers)].filter((each) => outputs[each].entryPoint).length >= MANY;
  const paths = Object.keys(outputs).filter((path) => isSmall(path) && isCommon(path));
  return new Set(paths.map((path) => basename(path)));
}

/** For each chunk, the chunks that import it when they are loaded. */
function importersIn(outputs) {
  const importers = new Map(Object.keys(outputs).map((path) => [path, []]));
  for (const [path, { imports }] of Object.entries(outputs)) {
    for (const each of imports) if (each.kind === 'import-statement') importers.get(each.path)?.push(path);
  }
  return importers;
}

/** Everything that imports a chunk, itself or through others. */
function reaching(path, importers, found = new Set()) {
  for (const importer of importers.get(path) ?? []) {
    if (found.has(importer)) continue;
    found.add(importer);
    reaching(importer, importers, found);
  }
  return found;
}
