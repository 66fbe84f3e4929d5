import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditObserver } from '../../../src/gateway/audit.ts';
import { Secret } from '../../../src/secret.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { type Collector, startCollector } from '../../fakes/collector.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { startWorld, type World } from '../../fakes/world.ts';

const CANARY = 'canary-argument-of-a-call';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

let program: Program;
let world: World;
let collector: Collector;
let gateway: RunningGateway;
let client: Client;

beforeAll(async () => {
  program = createProgram();
  [world, collector] = await Promise.all([startWorld(), startCollector()]);
  await putApp(program.home, 'office', [
    { id: 'notes', url: world.notes.url },
    { id: 'gone', url: 'http://127.0.0.1:9/mcp' },
  ]);
  const connect = ['connect', world.crm.url, '--name', 'people', '--browser', AGREEING];
  expect((await program.run(connect)).code).toBe(0);
  for (const words of [
    ['create', 'scribe'],
    ['attach', 'scribe', 'notes'],
    ['attach', 'scribe', 'people'],
  ]) {
    expect((await program.run(['agent', ...words])).code).toBe(0);
  }
  await expireTokens(program.home);
  gateway = await startGateway(program, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint } });
  client = await gateway.connect({ agent: 'scribe' });
  const traceparent = `00-${TRACE}-${SPAN}-01`;
  await client.callTool({ name: 'notes_echo', arguments: { text: CANARY }, _meta: { traceparent } });
  await client.callTool({ name: 'people_add_note', arguments: { contact: 'Nobody', text: CANARY } });
  await client.callTool({ name: 'people_nothing', arguments: {} }).catch(() => {});
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([world.close(), collector.close()]);
  program.remove();
});

describe('the audit log', () => {
  const file = () => join(program.home, 'state/audit.jsonl');
  const entries = () =>
    readFileSync(file(), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  it('says of each call who, which tool, when, how long, and how it ended; not with what', async () => {
    // A line is written when its answer is on the way already.
    await expect.poll(() => entries().length, { timeout: 25_000 }).toBe(3);
    expect(entries()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        project: 'default',
        user: expect.any(String),
        agent: 'scribe',
        client: { name: 'a-client', version: '1.0.0' },
        method: 'tools/call',
        name: 'notes_echo',
        server: 'office/notes',
        tool: 'echo',
        duration_ms: expect.any(Number),
        outcome: 'ok',
      },
      expect.objectContaining({ name: 'people_add_note', server: 'people', tool: 'add_note', outcome: 'tool_error' }),
      expect.objectContaining({ name: 'people_nothing', server: null, tool: null, outcome: 'refused', code: -32602 }),
    ]);
    expect(readFileSync(file(), 'utf8')).not.toContain(CANARY);
  });

  it('is readable by its owner alone, and goes on when it was moved away', async () => {
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const before = entries().length;
    await client.callTool({ name: 'notes_echo', arguments: {} });
    await expect.poll(() => entries().length, { timeout: 25_000 }).toBe(before + 1);
  });

  it('has arguments when somebody asked for them, and then no secret that we know', () => {
    const lines: string[] = [];
    const auditLog = { append: (line: () => string) => void lines.push(line()), record: async () => {} };
    const ports = { auditLog, identifiers: { next: () => 'id' } };
    const options = { withArguments: true, isDurable: false };
    const observer = auditObserver({ project: 'p', user: 'u' }, ports, options);
    const secret = new Secret('canary-known-secret');
    const call = {
      at: 0,
      method: 'tools/call',
      name: 'a_b',
      meta: {},
      arguments: { key: secret.reveal(), query: 'x' },
    } as const;
    observer.begin(call).end({ milliseconds: 1.23456, outcome: 'ok' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      duration_ms: 1.235,
      arguments: { key: '[secret]', query: 'x' },
    });
  });
});

describe('the metrics', () => {
  const metrics = (headers = { authorization: `Bearer ${gateway.token}` }) =>
    fetch(new URL('/metrics', gateway.url), { headers });

  it('count calls, durations, renewed tokens and servers, in the format of Prometheus', async () => {
    const everything = await gateway.connect();
    await everything.listTools();
    await everything.close();
    const response = await metrics();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    for (const line of [
      '# TYPE mcpctl_gateway_calls_total counter',
      'mcpctl_gateway_calls_total{server="people",tool="add_note",outcome="tool_error"} 1',
      'mcpctl_gateway_calls_total{server="",tool="",outcome="refused"} 1',
      '# TYPE mcpctl_gateway_call_duration_seconds histogram',
      'mcpctl_gateway_call_duration_seconds_bucket{le="+Inf",server="people"} 1',
      'mcpctl_gateway_call_duration_seconds_count{server="people"} 1',
      'mcpctl_gateway_token_refreshes_total{provider="people",outcome="renewed"} 1',
      'mcpctl_gateway_upstream_up{server="office/notes"} 1',
      'mcpctl_gateway_upstream_up{server="office/gone"} 0',
      'mcpctl_gateway_upstream_tools{server="office/notes",state="offered"} 1',
      'mcpctl_gateway_upstream_tools{server="office/notes",state="hidden"} 0',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).not.toContain(CANARY);
  });

  it('want the token', async () => {
    expect((await metrics({ authorization: 'Bearer wrong' })).status).toBe(401);
  });
});

describe('traces', () => {
  it('hold a span for each call, part of the trace of the client, and of which the server is a part', async () => {
    await gateway.stop();
    const [ok, error, refused] = collector.spans;
    expect(ok).toMatchObject({
      traceId: TRACE,
      parentSpanId: SPAN,
      name: 'tools/call notes_echo',
      kind: 2,
      status: 0,
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.name': 'notes_echo',
        'mcpctl.agent': 'scribe',
        'mcpctl.server': 'office/notes',
        'mcpctl.outcome': 'ok',
      },
      resource: { 'service.name': 'mcpctl', 'service.version': expect.stringMatching(/^\d/) },
    });
    expect(ok?.nanoseconds).toBeGreaterThan(0n);
    expect(world.notes.metas[0]).toMatchObject({ traceparent: `00-${TRACE}-${ok?.spanId}-01` });
    expect(error).toMatchObject({ status: 2, attributes: { 'error.type': 'tool_error' } });
    expect(error?.traceId).not.toBe(TRACE);
    expect(refused).toMatchObject({ name: 'tools/call people_nothing', attributes: { 'error.type': '-32602' } });
    expect(JSON.stringify(collector.spans.map(({ nanoseconds, ...span }) => span))).not.toContain(CANARY);
  });

  it('harm no call when nobody collects them', async () => {
    const alone = await startGateway(program, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
    const other = await alone.connect();
    expect(await other.callTool({ name: 'notes_echo', arguments: { text: 'x' } })).toMatchObject({
      content: [{ text: 'x' }],
    });
    await other.close();
    await alone.stop();
  });
});
