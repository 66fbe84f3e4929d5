// Bundles src/ into dist/, in two builds, since a process pays at every start for what it loads:
// - The front (scripts/build/front.mjs) is what runs over and over: src/entry.ts and the fast paths of src/fast/.
// - The rest (scripts/build/rest.mjs) is every command, split into chunks that are loaded when they are used.
// Each has its own copy of what both use. That does no harm, since only the arguments and the streams pass between them.
// What V8 makes of each file is kept beside it (scripts/build/caches.mjs).
//   node scripts/build.mjs [--meta]     --meta also writes esbuild's account of the files, dist/meta.json
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheCompiledCode, cacheHelp } from './build/caches.mjs';
import { buildFront } from './build/front.mjs';
import { licensesOf } from './build/licenses.mjs';
import { outputs, removeStale } from './build/output.mjs';
import { buildRest } from './build/rest.mjs';
import { sbomOf } from './build/sbom.mjs';
import { dist, executable, root } from './build/settings.mjs';
import { generate } from './generate.mjs';

await generate();
await mkdir(dist, { recursive: true });
await buildFront(await buildRest());
await chmod(executable, 0o755);
await cacheHelp();
await cacheCompiledCode();
await writeFile(join(dist, 'package.json'), '{"type":"commonjs"}\n');
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licensesOf({ outputs }, root));
await writeFile(join(dist, 'sbom.cdx.json'), await sbomOf({ outputs }, root));
if (process.argv.includes('--meta')) await writeFile(join(dist, 'meta.json'), JSON.stringify({ outputs }));
await removeStale();
