// A server of 2025 without a library: `honest` answers a call at once; `hostile` answers it with notifications without end.
import { createServer } from 'node:http';

const [, , kind] = process.argv;
const name = kind === 'hostile' ? 'flood' : 'echo';
const TEXT = 'x'.repeat(200);

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => answer(request, response, body));
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/mcp`));

function answer(request, response, body) {
  if (request.method !== 'POST') return response.writeHead(405).end();
  const { id, method, params } = JSON.parse(body);
  const ok = (result) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  };
  if (id === undefined) return response.writeHead(202).end();
  if (method === 'initialize') {
    const { protocolVersion } = params;
    return ok({ protocolVersion, capabilities: { tools: {}, logging: {} }, serverInfo: { name, version: '1' } });
  }
  if (method === 'tools/list') return ok({ tools: [{ name, inputSchema: { type: 'object' } }] });
  if (method === 'tools/call')
    return name === 'flood' ? flood(response, params._meta?.progressToken) : ok({ content: [] });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }));
}

/** Progress and log lines in turn. */
function flood(response, progressToken) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const more = () => {
    while (!response.destroyed) {
      sent += 1;
      const message =
        sent % 2 === 0
          ? { method: 'notifications/progress', params: { progressToken, progress: sent, message: TEXT } }
          : { method: 'notifications/message', params: { level: 'error', data: TEXT } };
      if (!response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`))
        return response.once('drain', more);
    }
  };
  more();
}
