// What happened to the calls of a soak. An upstream is healthy in a call that begins after it was up and ends before it
// is away: such a call has to have the right answer, however many others were away.
const MOST_DETAILS = 20;
/** Which of the two was slow, callers or gateway, is worth knowing from here on. Milliseconds. */
const SLOW_RETURN = 5000;

/** `say` is told of the first calls that went wrong, as they are known. */
export function createAccount(names, say) {
  /** Of each upstream, when it was away: { why, from, to, servedAgain }. */
  const outages = names.map(() => []);
  const count = { calls: 0, healthy: 0, wrong: 0, lost: 0, away: 0, awkward: 0 };
  let said = 0;
  const latencies = new Map([
    ['all', new Map()],
    ['while another hangs', new Map()],
  ]);
  let slowestRefusal = 0;

  const note = (kind, [upstream, start, end, tool, outcome, detail]) => {
    count[kind] += 1;
    said += 1;
    if (said > MOST_DETAILS) return;
    say(`${kind}: ${names[upstream]} ${tool} ${outcome} after ${end - start} ms at ${clock(start)}: ${detail}`);
  };

  const take = (call) => {
    const [upstream, start, end, tool, outcome] = call;
    count.calls += 1;
    if (outcome === 'wrong') note('wrong', call);
    const outage = outages[upstream].find(({ from, to }) => from <= end && start <= to);
    if (outage) {
      count.away += 1;
      // Whoever hangs is waited for as long as a call may take.
      if (outcome === 'tool_error' && outage.why === 'killed') slowestRefusal = Math.max(slowestRefusal, end - start);
      if (outcome === 'failed') note('awkward', call);
    } else {
      count.healthy += 1;
      if (outcome !== 'ok') note('lost', call);
      if (tool === 'quick') time(latencies, end - start, isHanging(start, end));
    }
    if (outcome === 'ok') {
      for (const each of outages[upstream])
        if (start >= each.to && each.servedAgain === undefined) returned(each, call);
    }
  };
  const returned = (outage, [upstream, start, end]) => {
    outage.servedAgain = end;
    const [waited, took] = [start - outage.to, end - start];
    if (waited + took < SLOW_RETURN) return;
    say(
      `slow return: ${names[upstream]}, back at ${clock(outage.to)}, called ${waited} ms later, answered ${took} ms later`,
    );
  };
  const isHanging = (start, end) =>
    outages.some((own) => own.some(({ why, from, to }) => why === 'hangs' && from <= end && start <= to));

  return {
    calls: (batch) => batch.forEach(take),
    /** Returns how to say that it is back. */
    away(upstream, why) {
      const outage = { why, from: Date.now(), to: Number.POSITIVE_INFINITY };
      outages[upstream].push(outage);
      return () => {
        outage.to = Date.now();
      };
    },
    summary: () => ({
      ...count,
      slowestRefusal,
      latency: Object.fromEntries([...latencies].map(([name, times]) => [name, quantiles(times)])),
      outages: outages.flat().length,
      /** From an upstream's return to the first right answer; infinite when there was none. Milliseconds. */
      slowestReturn: Math.max(
        0,
        ...outages.flat().map(({ to, servedAgain = Number.POSITIVE_INFINITY }) => servedAgain - to),
      ),
    }),
  };
}

function time(latencies, milliseconds, isHanging) {
  for (const name of isHanging ? ['all', 'while another hangs'] : ['all']) {
    const times = latencies.get(name);
    times.set(milliseconds, (times.get(milliseconds) ?? 0) + 1);
  }
}

function quantiles(times) {
  const sorted = [...times].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, calls]) => sum + calls, 0);
  const at = (share) => {
    let passed = 0;
    for (const [milliseconds, calls] of sorted) {
      passed += calls;
      if (passed >= share * total) return milliseconds;
    }
    return undefined;
  };
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}

const clock = (time) => new Date(time).toISOString().slice(11, 23);
