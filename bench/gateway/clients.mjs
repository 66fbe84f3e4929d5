// The same small clients of 2025-11-25 for everybody, so that what differs is what stands in between.
import { Agent, request as send } from 'node:http';
import { createInterface } from 'node:readline';

const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } };

/** Over HTTP, on kept connections: `ask(method, params)` gives the result. */
export async function httpClient(url, headers = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let session = {};
  let count = 0;
  const post = (message) =>
    new Promise((done, fail) => {
      const own = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
      const sent = send(url, { method: 'POST', agent, headers: { ...own, ...headers, ...session } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more) => {
          text += more;
        });
        response.on('end', () => done({ response, text }));
      });
      sent.on('error', fail).end(JSON.stringify({ jsonrpc: '2.0', ...message }));
    });
  const ask = async (method, params) => {
    count += 1;
    const { response, text } = await post({ id: count, method, params });
    const isStream = response.headers['content-type']?.includes('event-stream');
    const data = isStream ? [...text.matchAll(/^data: ?(.+)$/gm)].at(-1)?.[1] : text;
    const { result } = JSON.parse(data ?? '{}');
    if (result === undefined) throw new Error(`${response.statusCode}: ${text}`);
    if (method === 'initialize') {
      const id = response.headers['mcp-session-id'];
      session = { 'mcp-protocol-version': result.protocolVersion, ...(id && { 'mcp-session-id': id }) };
    }
    return result;
  };
  await ask('initialize', HELLO);
  await post({ method: 'notifications/initialized' });
  return { ask, close: () => agent.destroy() };
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
