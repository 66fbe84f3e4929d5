// The rest: every command. esbuild splits it into chunks, one for what is loaded together. Most chunks are small, and to open
// a file costs a start more than to read some kilobytes, so the small ones become one file with the chunk that all need.
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

/** The names of the chunks that go into the file of src/main-commands.ts: small ones that several others import. */
function smallChunks(outputs) {
  const isSmall = ({ bytes, entryPoint }) => bytes < SMALL && entryPoint === undefined;
  return new Set(
    Object.keys(outputs)
      .filter((path) => isSmall(outputs[path]))
      .map((path) => basename(path)),
  );
}
