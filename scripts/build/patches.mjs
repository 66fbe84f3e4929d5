// Changes to packages that we bundle. Each throws when the package has changed, so that an update is seen.
import { readFile } from 'node:fs/promises';
import { source } from './settings.mjs';

/** A plugin that changes the code of one file of a package. */
function patch(name, filter, change) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path }) => {
        const contents = change(await readFile(path, 'utf8'));
        if (contents === undefined) throw new Error(`${path} has changed: see "${name}" in scripts/build/patches.mjs`);
        return { contents };
      });
    },
  };
}

/** Commander loads child_process for commands in programs of their own. We have none, and it takes milliseconds. */
export const withoutSubprocesses = patch(
  'commander without subprocesses',
  /commander[/\\]lib[/\\]command\.js$/,
  (code) => {
    const import_ = "const childProcess = require('node:child_process');";
    return code.includes(import_) ? code.replace(import_, 'const childProcess = undefined;') : undefined;
  },
);

/**
 * We use only the events of js-yaml, which makes its tags and schemas when it is loaded. This marks them as free of side
 * effects, and esbuild leaves out what nothing uses.
 */
export const withoutYamlSchemas = patch('js-yaml without schemas', /js-yaml[/\\]dist[/\\]js-yaml\.mjs$/, (code) => {
  const made = /^(var \w+ = )((?:define\w+Tag\(|new Schema\(|\w+\.withTags\(|\{)[\s\S]*?^[\]})]+);$/gm;
  const changed = code.replace(made, '$1/* @__PURE__ */ (() => ($2))();');
  const isMarked = (name) => changed.includes(`var ${name} = /* @__PURE__ */`);
  // One of each kind: scalar, sequence and mapping tags, schemas, and a schema that is made of another.
  const isWhole = ['strTag', 'seqTag', 'mapTag', 'CORE_SCHEMA', 'DUMP_SCHEMA'].every(isMarked);
  return isWhole && !/^var \w+ = (?:define\w+Tag|new Schema)\(/m.test(changed) ? changed : undefined;
});

/** See src/adapters/baseline-wasm.ts. */
export const withLateOptimization = patch(
  'undici with a parser that is optimized late',
  /undici[/\\]lib[/\\]dispatcher[/\\]client-h1\.js$/,
  (code) => {
    const compiled = 'llhttpInstance = lazyllhttp()';
    const late = `require(${JSON.stringify(source('adapters/baseline-wasm.ts'))}).withLateOptimization`;
    return code.includes(compiled) ? code.replace(compiled, `llhttpInstance = ${late}(lazyllhttp)`) : undefined;
  },
);

/** Two packages look for the platform of libsql in slow ways: see src/adapters/libsql-platform.ts. */
export const withQuickPlatform = {
  name: 'libsql with a quick platform',
  setup({ onResolve }) {
    onResolve({ filter: /^(?:detect-libc|@neon-rs\/load)$/ }, () => ({ path: source('adapters/libsql-platform.ts') }));
  },
};

/** We tell chalk whether to use colour (src/cli/globals.ts). Its own detection loads what Node needs for sockets. */
export const withoutColorDetection = {
  name: 'chalk without colour detection',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#supports-color$/ }, ({ path }) => ({ path, namespace: 'no-colour-detection' }));
    onLoad({ filter: /./, namespace: 'no-colour-detection' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};
