// What goes wrong during a soak, and when: an upstream is killed again and again, going round; with `--trouble`, one of
// the following happens in between, in turn.
import { setTimeout } from 'node:timers/promises';

const HANG = 20_000;
/** Less than a token of 20 s is renewed ahead of its end. */
const AUTHORIZATION_SERVER_AWAY = 1000;
const AUTHORIZATION_SERVER_SLOW = 5000;
const TROUBLE_EVERY = 4;

/** Until the time has passed. `say` is told of each thing as it happens. */
export async function makeTrouble(
  { seconds, killEvery, awaySeconds, trouble },
  { upstreams, account, company, extra },
  say,
) {
  const end = Date.now() + seconds * 1000;
  const troubles = {
    async 'the authorization servers are restarted'() {
      await company.order('restart', { milliseconds: AUTHORIZATION_SERVER_AWAY });
    },
    async 'an upstream hangs'(upstream) {
      const back = account.away(upstream, 'hangs');
      await stopped(upstreams[upstream].process.child, HANG);
      back();
    },
    async 'the authorization servers hang'() {
      await stopped(company.child, AUTHORIZATION_SERVER_SLOW);
    },
    'another process installs an app and attaches it to an agent': extra.come,
    'another process uninstalls it': extra.go,
  };
  const kinds = Object.entries(troubles);
  const during = [];
  for (let round = 0; ; round++) {
    const next = Math.min(Date.now() + killEvery * 1000, end);
    await setTimeout(next - Date.now());
    // What is killed has to come back before the end.
    if (Date.now() + (awaySeconds + 5) * 1000 > end) break;
    const victim = (round * 7) % upstreams.length;
    during.push(killed(upstreams[victim], account.away(victim, 'killed'), awaySeconds));
    if (!trouble || round % TROUBLE_EVERY !== 1 || Date.now() + HANG * 1.5 > end) continue;
    const [what, begin] = kinds[Math.floor(round / TROUBLE_EVERY) % kinds.length];
    say(what);
    // Neither the one that is killed now nor the next.
    during.push(begin((victim + 3) % upstreams.length));
  }
  await setTimeout(Math.max(0, end - Date.now()));
  await Promise.all(during);
}

async function killed(upstream, back, awaySeconds) {
  upstream.process.child.kill('SIGKILL');
  await setTimeout(awaySeconds * 1000);
  await upstream.start();
  back();
}

async function stopped(child, milliseconds) {
  child.kill('SIGSTOP');
  await setTimeout(milliseconds);
  child.kill('SIGCONT');
}
