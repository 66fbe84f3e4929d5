// Keeps what V8 makes of the bundle, see src/adapters/bundle-loader.ts. caches.mjs bundles and runs this, with the Node that
// builds. Other versions of Node compile the source, as if nothing were here.
//   FOLDER FILE…       each file as it is before it runs
//   FOLDER --run ARG…  the files that a run loads, with the functions that it called
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { cachePath, withSource } from '../../src/adapters/compiled-code.ts';

const [folder, ...rest] = process.argv.slice(2);

if (rest[0] === '--run') run(rest.slice(1));
else for (const name of rest) keep(join(folder, name), compiledAnew(join(folder, name)));

function run(args) {
  const scripts = new Map();
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      scripts.set(options.filename, this);
    }
  };
  process.argv.splice(2, process.argv.length, ...args);
  // Nothing is kept for a user here.
  process.once = (name, listener) => (name === 'exit' ? process : process.on(name, listener));
  // Every way to end the process calls this.
  const { reallyExit } = process;
  process.reallyExit = () => {
    for (const [path, script] of scripts) keep(path, script);
    reallyExit(0);
  };
  createRequire(join(folder, 'mcpctl.js'))('./mcpctl.js');
}

/** Compiled anew: what an earlier build has kept has the functions of all its runs in it. */
function compiledAnew(path) {
  return new vm.Script(readFileSync(path, 'utf8'), { filename: path });
}

/** Renamed into place, so that a program that runs while we build never loads half a file. */
function keep(path, script) {
  const neighbour = `${path}.${process.pid}.new`;
  writeFileSync(neighbour, withSource(readFileSync(path), script.createCachedData()));
  renameSync(neighbour, cachePath(path));
}
