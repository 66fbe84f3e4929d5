// npm run soak: ten minutes in the life of a gateway. 64 callers over 20 upstreams, half of them with sessions of
// 2025-11-25 and half of 2026-07-28; their tokens live 20 s and come from five clients of two authorization servers; an
// upstream is killed every 15 s and comes back. Fails unless every criterion of soak/verdict.mjs holds.
//   npm run soak -- --seconds 30         see soak/options.mjs
//   npm run soak -- --trouble            more goes wrong than that: soak/schedule.mjs
import { createAccount } from './soak/account.mjs';
import { createExtra } from './soak/extra.mjs';
import { createHome, manifestOf } from './soak/home.mjs';
import { soakOptions } from './soak/options.mjs';
import { endAll, startModule } from './soak/processes.mjs';
import { makeTrouble } from './soak/schedule.mjs';
import { progressLine, table } from './soak/table.mjs';
import { startUpstreams } from './soak/upstreams.mjs';
import { verdict } from './soak/verdict.mjs';

const options = soakOptions();
/** Between two looks at the memory of the gateway. Milliseconds. */
const LOOK_EVERY = 10_000;
const home = createHome();
process.on('SIGINT', () => void leave(130));
process.on('unhandledRejection', fail);
try {
  await leave((await soak()) ? 0 : 1);
} catch (thrown) {
  await fail(thrown);
}

async function fail(thrown) {
  console.error(thrown);
  await leave(1);
}

async function leave(status) {
  await endAll();
  home.remove();
  process.exit(status);
}

async function soak() {
  const providers = Array.from({ length: options.providers }, (_, index) => `provider-${index}`);
  const company = await startModule('company', [options.tokenSeconds, ...providers]);
  const upstreams = await startUpstreams(options.upstreams, providers, company);
  await home.install(manifestOf('soak', upstreams));
  for (const provider of providers) await home.mcpctl('connect', `soak-${provider}`);

  const gateway = await home.startGateway();
  const { url, token } = gateway;
  await Promise.all(upstreams.map((upstream) => upstream.watchFor(token)));
  const namespaces = upstreams.map(({ namespace }) => namespace);
  const { callers: count, pause } = options;
  const callers = await startModule('callers', [
    JSON.stringify({ url, token, callers: count, pause, upstreams: namespaces }),
  ]);
  const say = (what) => console.log(`        ${what}`);
  const account = createAccount(namespaces, say);
  callers.on('calls', account.calls);
  const extra = await createExtra(home, callers);

  const samples = [];
  const since = Date.now();
  // While nobody calls, so that what is seen is what is kept.
  const look = async () => {
    await callers.order('rest');
    samples.push(await gateway.memory());
    await callers.order('goOn');
    console.log(progressLine(since, samples.at(-1), account.summary()));
  };
  // A gateway that has ended is known at the end, with what it said.
  const looking = setInterval(() => void look().catch(() => {}), LOOK_EVERY);
  await callers.order('begin');
  await makeTrouble(options, { upstreams, account, company, extra }, say);
  clearInterval(looking);
  await callers.order('end');
  const until = Date.now();

  const found = {
    options,
    summary: account.summary(),
    requests: await company.order('tokenRequests'),
    faults: upstreams.map(({ faults }) => faults),
    samples,
    complaint: gateway.complaint(),
    slowestChange: extra.slowest,
    since,
    until,
  };
  const rows = verdict(found);
  console.log(table(rows, found));
  return rows.every(([, , , holds]) => holds);
}
