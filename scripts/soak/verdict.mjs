// What a soak has to show. Each criterion is a row: what it is, what was found, what is allowed, whether it holds.

/** A token is renewed a tenth of its life before its end, and not before (src/tokens/token-status.ts). */
const RENEWED_AFTER = 0.9;
const MIB = 1024 * 1024;
/** What the second and the last tenth of the time may differ by. Bytes. */
const HEAP_ALLOWANCE = 3 * MIB;
const RESIDENT_ALLOWANCE = 40 * MIB;
const FILES_ALLOWANCE = 16;
/** Shorter runs are all warm-up. Seconds. */
const SHORTEST_FOR_MEMORY = 600;

export function verdict({ options, summary, requests, faults, samples, complaint, slowestChange, since, until }) {
  const { trouble, seconds } = options;
  const tokens = tokenRequests(requests, options.tokenSeconds * 1000, since, until);
  const leaked = faults.reduce((sum, { gatewayTokens }) => sum + gatewayTokens, 0);
  const most = (name, found, allowed, show = String) => [name, show(found), `≤ ${show(allowed)}`, found <= allowed];
  const rows = [
    most('wrong answers', summary.wrong, 0),
    most('lost answers of healthy upstreams', summary.lost, 0),
    most('calls to an upstream that was away, ended by anything but an answer or a tool error', summary.awkward, 0),
    most('slowest tool error of a killed upstream', summary.slowestRefusal, 5000, milliseconds),
    most('slowest return of an upstream that was away', summary.slowestReturn, 10_000, milliseconds),
    most('token requests', tokens.count, tokens.expiries),
    most('token requests before 9/10 of the life of the last token', tokens.early, 0),
    most('token requests that were refused', tokens.refused, 0),
    most("requests upstream with the gateway's own token", leaked, 0),
    ['complaints of the gateway', complaint ? complaint.slice(0, 1000) : 'none', 'none', complaint === ''],
  ];
  const hang = summary.latency['while another hangs'].p99;
  if (hang !== undefined) rows.push(most('p99 of a quick call while another upstream hangs', hang, 2000, milliseconds));
  if (trouble) rows.push(most('slowest to follow what another process installed', slowestChange, 5000, milliseconds));
  if (seconds >= SHORTEST_FOR_MEMORY) rows.push(...memory(samples, since, until));
  return rows;
}

/** Each token of each stream (a client, and where tokens are bound to one, a resource) may be asked for once. */
function tokenRequests(requests, life, since, until) {
  const streams = new Map();
  for (const each of requests) streams.set(each.stream, [...(streams.get(each.stream) ?? []), each]);
  const found = { count: 0, early: 0, refused: 0, expiries: 0 };
  for (const stream of streams.values()) {
    const sorted = stream.sort((one, other) => one.at - other.at);
    const first = sorted.findLastIndex(({ at }) => at < since);
    const [had, ...asked] = sorted.slice(Math.max(0, first)).filter(({ at }) => at <= until);
    found.count += asked.length;
    found.refused += asked.filter(({ status }) => status !== 200).length;
    found.early += asked.filter(({ at }, index) => at - [had, ...asked][index].at < RENEWED_AFTER * life).length;
    // The tokens that came to their end, or so near to it that they were due.
    found.expiries += [had, ...asked].filter(
      ({ at, status }) => status === 200 && at + RENEWED_AFTER * life <= until,
    ).length;
  }
  return found;
}

function memory(samples, since, until) {
  const tenth = (until - since) / 10;
  const within = (from, to) => samples.filter(({ at }) => at >= since + from * tenth && at <= since + to * tenth);
  const median = (some, of) => some.map(of).sort((one, other) => one - other)[Math.floor(some.length / 2)];
  const row = (name, of, allowance, show) => {
    const [warm, last] = [median(within(1, 2), of), median(within(9, 10), of)];
    return [
      name,
      `${show(warm)} → ${show(last)} (${slope(within(1, 10), of, show)})`,
      `+ ${show(allowance)}`,
      last <= warm + allowance,
    ];
  };
  return [
    row(
      'heap after collection, second and last tenth',
      ({ heapUsed, external }) => heapUsed + external,
      HEAP_ALLOWANCE,
      mebibytes,
    ),
    row('resident memory, second and last tenth', ({ rss }) => rss, RESIDENT_ALLOWANCE, mebibytes),
    row(
      'open files and connections',
      ({ files }) => files,
      FILES_ALLOWANCE,
      (files) => files.toFixed(0),
    ),
  ];
}

/** Of a line through all samples, in what would be added in an hour. */
function slope(samples, of, show) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [time, value] = [mean(samples.map(({ at }) => at)), mean(samples.map(of))];
  const rise = samples.reduce((sum, each) => sum + (each.at - time) * (of(each) - value), 0);
  const run = samples.reduce((sum, { at }) => sum + (at - time) ** 2, 0);
  return `${show((rise / run) * 3_600_000)} an hour`;
}

const mebibytes = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
const milliseconds = (time) => `${time} ms`;
