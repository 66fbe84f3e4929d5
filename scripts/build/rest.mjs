// The rest: every command. esbuild splits it into chunks, one for what is loaded together.
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { asModule, writeBuild } from './output.mjs';
import { withoutColorDetection, withoutSubprocesses, withoutYamlSchemas, withQuickPlatform } from './patches.mjs';
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
    plugins: [withoutSubprocesses, withoutColorDetection, withoutYamlSchemas, withQuickPlatform],
  });
  const options = { ...commonJs, platform: 'node', target: 'node20' };
  await writeBuild(bundled, async ({ text }) => asModule((await transform(text, options)).code));
  return basename(bundled.outputFiles.find(({ path }) => basename(path).startsWith('chunk-main-commands-')).path);
}
