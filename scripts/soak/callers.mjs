// The clients of a soak, in a process of their own: half of them of 2025-11-25, half of 2026-07-28. Each goes round a
// quarter of the upstreams, so that one that hangs does not keep everybody. Every call has a word that no other has,
// and its answer must repeat it and name its upstream.
//   node callers.mjs JSON      { url, token, callers, pause, upstreams: [namespace] }
import { setTimeout } from 'node:timers/promises';
import { httpClient, modernHttpClient } from '../../bench/gateway/clients.mjs';
import { serveOrders } from './processes.mjs';

const { url, token, callers, pause, upstreams } = JSON.parse(process.argv[2]);
const TELL = 250;
const LARGE = 200 * 1024;
const headers = { authorization: `Bearer ${token}` };
/** How long a rest waits for calls that are under way. Milliseconds. */
const PATIENCE = 5000;
const quarter = Math.max(1, Math.ceil(upstreams.length / 4));
let ended = [];
let isOver = false;
let underWay = 0;
let resting = Promise.resolve();
let goOn = () => {};

const clients = await Promise.all(
  Array.from({ length: callers }, (_, index) =>
    index % 2 === 0 ? httpClient(url, headers) : modernHttpClient(url, headers),
  ),
);
const telling = setInterval(tell, TELL);
let all;
serveOrders(
  {},
  {
    begin: () => {
      all = Promise.all(clients.map(callAgainAndAgain));
    },
    /** No more calls until they go on; resolves when nobody waits for an answer, or nobody but those who wait for long. */
    rest: async () => {
      resting = new Promise((done) => {
        goOn = done;
      });
      for (const end = Date.now() + PATIENCE; underWay > 0 && Date.now() < end; ) await setTimeout(10);
    },
    goOn: () => goOn(),
    /** No more calls; resolves when the last has ended. */
    end: async () => {
      isOver = true;
      await all;
      clearInterval(telling);
      tell();
    },
    /** One call beside the others: what came of it. */
    once: ({ tool, args }) =>
      clients[0].ask('tools/call', { name: tool, arguments: args }).catch(({ message }) => message),
  },
);

async function callAgainAndAgain(client, caller) {
  for (let round = 0; !isOver; round++) {
    const upstream = (caller + (round % quarter)) % upstreams.length;
    const tool = toolOf(round + caller);
    const nonce = `${caller}.${round}`;
    await resting;
    const start = Date.now();
    underWay += 1;
    const [outcome, detail] = await call(client, upstreams[upstream], tool, nonce);
    underWay -= 1;
    ended.push([upstream, start, Date.now(), tool, outcome, detail]);
    if (pause > 0) await setTimeout(pause * (2 / 3 + (2 / 3) * Math.random()));
  }
}

/** One in twenty is slow, and one in twenty large. */
function toolOf(number) {
  return ['slow', 'large'][(number * 7) % 20] ?? 'quick';
}

/** `ok`, `wrong` (somebody else's answer), `tool_error` or `failed`, and what was said. */
async function call(client, namespace, tool, nonce) {
  try {
    const { isError, content } = await client.ask('tools/call', { name: `${namespace}_${tool}`, arguments: { nonce } });
    const [first, second] = content.map(({ text }) => text);
    if (isError) return ['tool_error', first];
    const isRight = first === `${namespace} ${nonce}` && (tool === 'large' ? second?.length === LARGE : !second);
    return isRight ? ['ok'] : ['wrong', `${namespace} ${nonce} got ${first?.slice(0, 200)}`];
  } catch (thrown) {
    return ['failed', thrown.message.slice(0, 500)];
  }
}

function tell() {
  if (ended.length > 0) process.send({ name: 'calls', answer: ended });
  ended = [];
}
