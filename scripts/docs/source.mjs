// What the pages are made of is TypeScript, so it is bundled before it is asked.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generate } from '../generate.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a few lines of TypeScript, written as if in src/, export. What they load only when it is used stays away. */
export async function exportsOf(lines) {
  await generate();
  const { outputFiles } = await build({
    stdin: { contents: lines, resolveDir: `${root}/src`, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(root)});`,
    },
    plugins: [{ name: 'static-only', setup: leaveOutDynamicImports }],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function leaveOutDynamicImports({ onResolve }) {
  onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
}
