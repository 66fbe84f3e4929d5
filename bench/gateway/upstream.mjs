// The server behind every gateway of the benchmark: one tool, and as little work as possible. Speaks 2025-11-25.
// node upstream.mjs: over HTTP, and says where; node upstream.mjs --stdio: on standard input and output.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const TOOL = { name: 'echo', description: 'Echoes.', inputSchema: { type: 'object' } };

function resultOf({ method, params }) {
  if (method === 'initialize') {
    const { protocolVersion } = params;
    return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'upstream', version: '1.0.0' } };
  }
  if (method === 'tools/list') return { tools: [TOOL] };
  if (method === 'tools/call') return { content: [{ type: 'text', text: params.arguments.text }] };
  return method === 'ping' ? {} : undefined;
}

/** Undefined for a notification. */
function answerTo(message) {
  if (message.id === undefined) return undefined;
  const result = resultOf(message);
  const error = { code: -32_601, message: 'Method not found' };
  return JSON.stringify({ jsonrpc: '2.0', id: message.id, ...(result ? { result } : { error }) });
}

if (process.argv.includes('--stdio')) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const answer = answerTo(JSON.parse(line));
    if (answer) process.stdout.write(`${answer}\n`);
  });
} else {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.writeHead(405).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = answerTo(JSON.parse(body));
    const length = Buffer.byteLength(answer ?? '');
    response.writeHead(answer ? 200 : 202, { 'content-type': 'application/json', 'content-length': length });
    return response.end(answer);
  });
  server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/mcp` }));
}
