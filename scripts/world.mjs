// The fake world as a process of its own: prints its addresses as JSON and ends with its standard input.
//   node scripts/world.mjs
import { loadTypeScript } from './load-typescript.mjs';

const { keyManifest, SECRETS, sharedProviderManifest, startWorld } = await loadTypeScript('test/fakes/world.ts');
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
