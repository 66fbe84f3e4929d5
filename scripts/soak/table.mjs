// What a soak says while it runs and at its end.
import { loadavg } from 'node:os';

const MIB = 1024 * 1024;

export function progressLine(since, { rss, heapUsed, external, files }, { calls, healthy, wrong, lost, outages }) {
  const seconds = Math.round((Date.now() - since) / 1000);
  const memory = `heap ${((heapUsed + external) / MIB).toFixed(1)} MiB, resident ${(rss / MIB).toFixed(0)} MiB, ${files} files`;
  return `${`${seconds} s`.padStart(6)}  ${calls} calls, ${healthy} of healthy upstreams, ${wrong} wrong, ${lost} lost; ${outages} outages; ${memory}`;
}

export function table(rows, { options, summary: { calls, latency }, faults, samples, since, until }) {
  const seconds = (until - since) / 1000;
  const used =
    samples.length > 1
      ? (100 * (samples.at(-1).cpuSeconds - samples[0].cpuSeconds)) / ((samples.at(-1).at - samples[0].at) / 1000)
      : 0;
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return [
    '',
    `${options.callers} callers, ${options.upstreams} upstreams, ${options.providers} providers, tokens of ${options.tokenSeconds} s, a kill every ${options.killEvery} s${options.trouble ? ', and other trouble' : ''}`,
    `${seconds.toFixed(0)} s, ${calls} calls, ${(calls / seconds).toFixed(0)}/s; Node ${process.version}, load ${loadavg()[0].toFixed(1)}, the gateway used ${used.toFixed(0)} % of a core`,
    ...Object.entries(latency).flatMap(([name, { p50, p99, most }]) =>
      p50 === undefined
        ? []
        : [`quick calls of healthy upstreams, ${name}: p50 ${p50} ms, p99 ${p99} ms, slowest ${most} ms`],
    ),
    `${faults.reduce((sum, { refusedTokens }) => sum + refusedTokens, 0)} requests came to an upstream with a token that had just ended, and were sent again with the next`,
    '',
    ...rows.map(([name, found, allowed, holds]) =>
      [holds ? 'ok  ' : 'FAIL', name.padEnd(widths[0]), found.padStart(widths[1]), allowed.padStart(widths[2])].join(
        '  ',
      ),
    ),
  ].join('\n');
}
