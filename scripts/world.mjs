// The fake world as a process of its own: prints its addresses as JSON and ends with its standard input.
//   node scripts/world.mjs
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const { keyManifest, SECRETS, sharedProviderManifest, startWorld } = await load('test/fakes/world.ts');
const world = await startWorld();
const { authorizationServer, crm, calendar, weather, notes } = world;
const addresses = {
  issuer: authorizationServer.issuer,
  crm: crm.url,
  calendar: calendar.url,
  weather: weather.url,
  notes: notes.url,
};
const manifests = { shared: sharedProviderManifest(world), key: keyManifest(world) };
process.stdout.write(`${JSON.stringify({ ...addresses, secrets: SECRETS, manifests })}\n`);

process.on('SIGTERM', end);
process.on('SIGINT', () => {}); // Ctrl-C reaches us too; whoever started us decides.
process.stdin.on('end', end).resume();

async function end() {
  await world.close();
  process.exit(0);
}

/** Node 20 does not run TypeScript, so the module is bundled first, beside the packages it imports. */
async function load(file) {
  const folder = `${root}node_modules/.cache/mcpctl`;
  const outfile = `${folder}/world-${process.pid}.mjs`;
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [root + file],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
