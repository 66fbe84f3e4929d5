// The same small clients for everybody, so that what differs is what stands in between.
import { Agent, request as send } from 'node:http';
import { createInterface } from 'node:readline';

const CLIENT = { name: 'bench', version: '1.0.0' };
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT };

const MODERN = '2026-07-28';
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Over HTTP, on kept connections, of 2025-11-25: `ask(method, params)` gives the result. */
export async function httpClient(url, headers = {}) {
  const { agent, post, exchange } = connection(url, headers);
  const { response, result } = await exchange('initialize', HELLO, {});
  const id = response.headers['mcp-session-id'];
  const session = { 'mcp-protocol-version': result.protocolVersion, ...(id && { 'mcp-session-id': id }) };
  await post({ method: 'notifications/initialized' }, session);
  const ask = async (method, params) => (await exchange(method, params, session)).result;
  return { ask, close: () => agent.destroy() };
}

/** The same of 2026-07-28, which has no sessions: every request says for itself what it is. */
export function modernHttpClient(url, headers = {}) {
  const { agent, exchange } = connection(url, headers);
  const ask = async (method, params) => {
    const own = {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(params?.name && { 'mcp-name': params.name }),
    };
    return (await exchange(method, { ...params, _meta: ENVELOPE }, own)).result;
  };
  return { ask, close: () => agent.destroy() };
}

function connection(url, headers) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let count = 0;
  const post = (message, own) =>
    new Promise((done, fail) => {
      const usual = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
      const sent = send(url, { method: 'POST', agent, headers: { ...usual, ...headers, ...own } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more) => {
          text += more;
        });
        response.on('error', fail).on('end', () => done({ response, text }));
      });
      sent.on('error', fail).end(JSON.stringify({ jsonrpc: '2.0', ...message }));
    });
  /** Fails with what came instead of a result. */
  const exchange = async (method, params, own) => {
    count += 1;
    const { response, text } = await post({ id: count, method, params }, own);
    const isStream = response.headers['content-type']?.includes('event-stream');
    const data = isStream ? [...text.matchAll(/^data: ?(.+)$/gm)].at(-1)?.[1] : text;
    const { result } = JSON.parse(data ?? '{}');
    if (result === undefined) throw new Error(`${response.statusCode}: ${text}`);
    return { response, result };
  };
  return { agent, post, exchange };
}

/** On the standard input and output of a process. */
export async function stdioClient(child) {
  const waiting = new Map();
  let count = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const { id, result, error } = JSON.parse(line);
    const [done, fail] = waiting.get(id) ?? [];
    waiting.delete(id);
    if (result) done?.(result);
    else fail?.(new Error(JSON.stringify(error)));
  });
  child.on('close', (code) => {
    for (const [, fail] of waiting.values()) fail(new Error(`It ended with ${code}.`));
  });
  const write = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = (method, params) =>
    new Promise((done, fail) => {
      count += 1;
      waiting.set(count, [done, fail]);
      write({ id: count, method, params });
    });
  await ask('initialize', HELLO);
  write({ method: 'notifications/initialized' });
  return { ask, close: () => {} };
}
