// A bare Hono handler on the same adapter of Node: what any API of this kind costs at least.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { Hono } from 'hono';

const app = new Hono();
app.get('/ai/mcp-servers/:id', (context) => context.json({ id: context.req.param('id'), name: 'crm' }));
app.get('/ai/mcp-servers', (context) => context.json({ data: [], total: 0 }));
const handle = toNodeHandler(app);
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
