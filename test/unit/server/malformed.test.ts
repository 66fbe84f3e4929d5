import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../src/server/routes.ts';
import { faultsOfError } from '../../fakes/error-body.ts';
import { type Answer, type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { changedRows, storedRows } from '../../fakes/stored-rows.ts';

// Requests as no client of ours sends them: each gets an answer, the JSON body of errors, and never a 500.

const finishing: (() => unknown)[] = [];
let server: ServerHere;

beforeAll(async () => {
  server = await startServerHere({ onTestFinished: (finish) => void finishing.push(finish as () => unknown) });
  for (let more = 0; more < 40; more++) keys.push(await server.key('owner'));
  await server.call('POST', '/ai/agents', { key: nextKey(), body: { name: 'desk' } });
});

afterAll(async () => {
  for (const finish of finishing.reverse()) await finish();
});

/** Sends bytes as they are, and reads the response to its end. */
async function raw(request: string | Buffer): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  const text = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = new Headers(
    fields.map((field): [string, string] => [field.split(':')[0] ?? '', field.replace(/^[^:]*: */, '')]),
  );
  const sent = rest.join('\r\n\r\n');
  const body = headers.get('transfer-encoding') === 'chunked' ? unchunked(sent) : sent;
  const isJson = headers.get('content-type')?.includes('json') && body !== '';
  return { status: Number(line.split(' ')[1]), headers, text: body, body: isJson ? JSON.parse(body) : undefined };
}

const unchunked = (text: string) => text.replace(/(^|\r\n)[\da-f]+\r\n/gi, '').replace(/\r\n$/, '');

interface RawRequest {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

/** Each key may change things 60 times in a minute. */
const keys: string[] = [];
let asked = 0;
const nextKey = () => keys[asked++ % keys.length] ?? '';

function ask({ method = 'GET', target, headers = [], body = '' }: RawRequest): Promise<Answer> {
  const bytes = Buffer.from(body);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `host: ${new URL(server.url).host}`,
    ...[`authorization: Bearer ${nextKey()}`, 'connection: close'],
    ...(bytes.length > 0 ? [`content-length: ${bytes.length}`, 'content-type: application/json'] : []),
    ...headers,
  ];
  return raw(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
}

const LONG = 'x'.repeat(10_000);
const HALF = '\xc3\x28';

describe('an address', () => {
  const targets: Readonly<Record<string, string>> = {
    'with a zero byte': '/ai/agents/%00',
    'with a zero byte in a name': '/ai/mcp-servers/a%00b',
    'with half a character': '/ai/agents/%E2%82',
    'with an escape that is none': '/ai/agents/%zz',
    'with a lone percent sign': '/ai/agents/%',
    'with double slashes': '/ai//agents',
    'that begins with two slashes': '//ai/agents',
    'that begins with two slashes and no host': '///',
    'that is a host only': '//',
    'with a host that is none': '//[/ai/agents',
    'with a port that is none': '//a:b/ai/agents',
    'with a backslash': '/ai\\none',
    'with dots': '/ai/agents/../../..',
    'with escaped dots': '/ai/agents/%2e%2e/mcp-servers/x',
    'with an escaped slash': '/ai/agents/a%2Fb',
    'with a very long id': `/ai/agents/${LONG}`,
    'with a very long id of an actor': `/ai/actors/${LONG}`,
    'with a very long name': `/api/v1/web-apps/${LONG}`,
    'with a semicolon': '/ai/agents;x=1',
    'with a name of prototypes': '/ai/agents/__proto__',
    'with a member of objects': '/ai/mcp-servers/constructor',
    'of a collection of nothing': '/ai/agents/desk/mcp-servers/.x',
    'of a job with quotes': "/api/v1/jobs/'%20OR%201=1--",
    'in absolute form': 'http://127.0.0.1/ai/nothing',
    'in absolute form of another host': 'http://evil.example/ai/nothing',
    'in absolute form without a host': 'http:///ai/agents',
    'in absolute form that is none': 'http://[/ai/agents',
    'in the form of CONNECT': 'example.com:443',
    'that is an asterisk': '*',
    'of a consent that is none': '/connect/%00',
    'of a callback that is none': '/callback/%E2%82/x',
    'of a client that is none': '/oauth-client/%00/%ff.json',
    'of an agent for MCP that is none': '/mcp/%E2%82',
    'of a project for MCP that is none': '/p/%00/mcp',
  };

  it.each(Object.entries(targets))('%s is refused in our words', async (_title, target) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await ask({ method, target });
      const isPage = answer.headers.get('content-type')?.startsWith('text/html');
      expect([method, answer.status, answer.status >= 400 && answer.status < 500]).toEqual([
        method,
        answer.status,
        true,
      ]);
      if (!isPage) expect([method, ...faultsOfError(answer)]).toEqual([method]);
    }
    expect(server.log).toEqual([]);
  });

  it.each(['offset', 'limit'])('takes only numbers as %s', async (name) => {
    for (const value of ['-1', '1e3', 'NaN', '', '%20', '0x10', '99999999999999999999', '%00', '1&limit=2&offset=3']) {
      const answer = await ask({ target: `/ai/agents?${name}=${value}` });
      expect([value, answer.status]).toEqual([value, value === '' || value.includes('&') ? 200 : 400]);
    }
  });

  it('with a parameter twice is answered once', async () => {
    for (const target of [
      '/ai/agents?after=a&after=b&limit=1&limit=2',
      '/api/v1/audit?since=2026-01-31T12:00:00Z&since=x&principal=a&principal=b',
      '/ai/actors/lookup?external_key=a&external_key=b',
      '/ai/actors?after=%00&after=%ff',
      '/agent/connects/c_x?wait=0&wait=20',
    ]) {
      const answer = await ask({ target });
      expect([target, answer.status < 500]).toEqual([target, true]);
    }
    expect(server.log).toEqual([]);
  });
});

describe('a method', () => {
  it.each(['HEAD', 'PUT', 'TRACE', 'PROPFIND', 'OPTIONS', 'QUERY'])('%s is answered on each route', async (method) => {
    for (const path of new Set(ROUTES.map((each) => each.path.replace(/\{\w+\}/g, 'x')))) {
      const answer = await ask({ method, target: path });
      expect([path, answer.status >= 200 && answer.status < 500]).toEqual([path, true]);
      if (method === 'HEAD') expect([path, answer.text]).toEqual([path, '']);
      else expect([path, ...faultsOfError(answer)]).toEqual([path]);
      if (answer.status === 405 && method !== 'TRACE')
        expect(answer.headers.get('allow')).toMatch(/^[A-Z]+(?:, [A-Z]+)*$/);
    }
  });

  it('HEAD answers what GET does, without the body', async () => {
    const [head, get] = await Promise.all([
      ask({ method: 'HEAD', target: '/ai/agents' }),
      ask({ method: 'GET', target: '/ai/agents' }),
    ]);
    expect([head.status, head.text, get.status]).toEqual([200, '', 200]);
  });

  it('that is no word is refused in our words', async () => {
    for (const method of ['G E T', 'get\x00', 'é', 'X'.repeat(20_000)]) {
      const answer = await ask({ method, target: '/ai/agents' });
      expect(answer.status >= 400 && answer.status < 500).toBe(true);
      expect(faultsOfError(answer)).toEqual([]);
    }
  });
});

describe('headers', () => {
  it.each([
    ['too many bytes', `x-long: ${'h'.repeat(20_000)}`],
    ['a broken line', 'no colon here'],
    ['two lengths', 'content-length: 1\r\ncontent-length: 2'],
    ['a length and chunks', 'content-length: 3\r\ntransfer-encoding: chunked'],
    ['an encoding that is none', 'transfer-encoding: gzip'],
  ])('with %s are refused in our words', async (_title, header) => {
    const answer = await ask({ method: 'POST', target: '/ai/agents', headers: [header] });
    expect(answer.status >= 400 && answer.status < 500).toBe(true);
    expect(faultsOfError(answer)).toEqual([]);
  });

  it.each([
    ['if-match', '"'.repeat(5000)],
    ['origin', 'not an origin'],
    ['user-agent', HALF],
    ['x-request-id', HALF],
    ['accept', '*/*;q=9'],
  ])('%s that make no sense are no 500', async (name, value) => {
    const answer = await ask({ method: 'DELETE', target: '/ai/agents/none', headers: [`${name}: ${value}`] });
    expect([answer.status, ...faultsOfError(answer)]).toEqual([404]);
  });

  it.each(['', 'Bearer', 'Bearer ', `Bearer ${LONG}`, 'Basic YTpi', `Bearer ${HALF}`, 'Bearer a b'])(
    'with the authorization %s are a 401',
    async (authorization) => {
      const lines = ['GET /ai/agents HTTP/1.1', `host: ${new URL(server.url).host}`, 'connection: close'];
      const text = [...lines, `authorization: ${authorization}`].join('\r\n');
      const answer = await raw(Buffer.from(`${text}\r\n\r\n`, 'latin1'));
      expect([answer.status, ...faultsOfError(answer)]).toEqual([401]);
    },
  );

  it('without a host are refused in our words', async () => {
    const answer = await raw('GET /ai/agents HTTP/1.1\r\nconnection: close\r\n\r\n');
    expect(answer.status >= 400 && answer.status < 500).toBe(true);
    expect(faultsOfError(answer)).toEqual([]);
  });

  it('of another protocol are refused in our words', async () => {
    for (const bytes of ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'hello\r\n\r\n']) {
      const answer = await raw(Buffer.from(bytes, 'latin1'));
      expect([answer.status, ...faultsOfError(answer)]).toEqual([400]);
    }
  });
});

const nested = (open: string, close: string) => `${open.repeat(100_000)}${close.repeat(100_000)}`;

/** Bodies that no schema allows, and bodies that are no JSON. */
const BODIES: Readonly<Record<string, string | Buffer>> = {
  'that is no JSON': '{"name":',
  'that is a list': '[]',
  'that is a word': '"desk"',
  'that is null': 'null',
  'that is a number': '1e999',
  'in half a character': Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  'in UTF-16': Buffer.from('{"name":"desk"}', 'utf16le'),
  'of many nested lists': nested('[', ']'),
  'of a member with many nested lists': `{"name":${nested('[', ']')}}`,
  'of many nested objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
};

const withBody = ROUTES.filter(({ body }) => body !== undefined);

describe('a body', () => {
  it.each(Object.entries(BODIES))('%s is refused on each route', async (_title, body) => {
    const before = storedRows(server.ports.home);
    for (const { method, path } of withBody) {
      const answer = await ask({ method, target: path.replace(/\{\w+\}/g, 'desk'), body });
      expect([path, answer.status, ...faultsOfError(answer)]).toEqual([path, expect.any(Number), ...[]]);
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    expect(changedRows(before, storedRows(server.ports.home))).toEqual([]);
    expect(server.log).toEqual([]);
  });

  it.each(['configuration', 'metadata'])('with %s that is nested deeply is refused', async (member) => {
    const [target, name] =
      member === 'metadata'
        ? ['/ai/actors', '"subject_type":"user","external_key":"deep"']
        : ['/ai/agents', '"name":"deep"'];
    const body = `{${name},"${member}":{"a":${nested('[', ']')}}}`;
    const answer = await ask({ method: 'POST', target, body });
    expect([answer.status, ...faultsOfError(answer)]).toEqual([400]);
    expect(server.log).toEqual([]);
  });

  it('of six megabytes is refused in the same words', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(6 * 1024 * 1024) });
    const answer = await server.call('POST', '/ai/agents', { key: nextKey(), body: long });
    expect([answer.status, answer.body.code, ...faultsOfError(answer)]).toEqual([413, 'body-too-large']);
  });

  it('of two megabytes is refused, with a length and in chunks', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) });
    const sized = await server.call('POST', '/ai/agents', { key: nextKey(), body: long });
    expect([sized.status, sized.body.code, ...faultsOfError(sized)]).toEqual([413, 'body-too-large']);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(long));
        controller.close();
      },
    });
    const response = await fetch(`${server.url}/ai/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${nextKey()}`, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect([response.status, (await response.json()).code]).toEqual([413, 'body-too-large']);
  });

  it.each(['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded', 'application/jsonx', 'json', ';'])(
    'of the type %s is refused',
    async (type) => {
      for (const { method, path } of withBody) {
        const target = path.replace(/\{\w+\}/g, 'desk');
        const answer = await server.call(method, target, {
          key: nextKey(),
          body: '{"name":"x"}',
          headers: { 'content-type': type },
        });
        expect([path, answer.status, ...faultsOfError(answer)]).toEqual([path, 415]);
      }
    },
  );

  it('takes JSON with a character set, and types that end in +json', async () => {
    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json']) {
      const headers = { 'content-type': type };
      const answer = await server.call('PATCH', '/ai/agents/desk', {
        key: nextKey(),
        body: '{"description":"x"}',
        headers,
      });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });

  it('with members of prototypes changes no prototype, and nothing else', async () => {
    const polluting = '"__proto__":{"isOperator":true,"polluted":true},"constructor":{"prototype":{"polluted":true}}';
    for (const { method, path } of withBody) {
      const target = path.replace(/\{\w+\}/g, 'desk');
      const answer = await ask({ method, target, body: `{${polluting}}` });
      expect([path, answer.status < 500]).toEqual([path, true]);
    }
    const kept = `{"name":"odd","configuration":{${polluting}}}`;
    const made = await ask({ method: 'POST', target: '/ai/agents', body: kept });
    expect(made.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(server.log).toEqual([]);
  });

  it('with names of headers that belong to prototypes or are none is refused or taken, and no 500', async () => {
    for (const name of [
      '__proto__',
      'constructor',
      'a b',
      'a\\r\\nb',
      '',
      'x'.repeat(5000),
      'host',
      'content-length',
    ]) {
      const body = `{"name":"odd","config":{"endpoint":"http://127.0.0.1:9/mcp","headers":{"${name}":"v"}}}`;
      const answer = await ask({ method: 'POST', target: '/ai/mcp-servers', body });
      expect([name, answer.status < 500]).toEqual([name, true]);
      if (answer.status === 200) await ask({ method: 'DELETE', target: `/ai/mcp-servers/${answer.body.id}` });
    }
    expect(server.log).toEqual([]);
  });

  it('with texts of every odd kind is no 500', async () => {
    const odd = [
      '',
      ' ',
      '\u0000',
      '\ud800',
      '\u202e',
      'x'.repeat(10_000),
      '../..',
      '%00',
      '*',
      "'",
      '@a:b',
      '__proto__',
    ];
    for (const text of odd) {
      const value = JSON.stringify(text);
      const asked: readonly RawRequest[] = [
        { method: 'POST', target: '/ai/agents', body: `{"name":${value}}` },
        {
          method: 'POST',
          target: '/ai/mcp-servers',
          body: `{"name":${value},"config":{"endpoint":"http://127.0.0.1:9/"}}`,
        },
        { method: 'POST', target: '/ai/mcp-servers', body: `{"name":"odd","config":{"endpoint":${value}}}` },
        { method: 'POST', target: '/ai/mcp-servers/discover', body: `{"endpoint":${value}}` },
        { method: 'POST', target: '/ai/actors', body: `{"subject_type":"user","external_key":${value}}` },
        { method: 'POST', target: '/ai/actors', body: `{"subject_type":${value},"external_key":"a"}` },
        {
          method: 'POST',
          target: '/session/tickets',
          body: `{"ticket_type":"agent_access","agent_ids":[${value}],"actor_id":"a"}`,
        },
        {
          method: 'POST',
          target: '/session/tickets',
          body: `{"ticket_type":"agent_access","agent_ids":["desk"],"actor_id":${value}}`,
        },
        {
          method: 'POST',
          target: '/session/tickets',
          body: `{"ticket_type":"agent_access","agent_ids":["desk"],"context_group":${value}}`,
        },
        { method: 'POST', target: '/session/ticket/exchange', body: `{"ticket":${value}}` },
        { method: 'POST', target: '/api/v1/login', body: `{"link":${value}}` },
        { method: 'POST', target: '/api/v1/api-keys', body: `{"name":${value},"role":"member"}` },
        { method: 'POST', target: '/api/v1/web-apps', body: `{"name":"odd","origins":[${value}]}` },
        { method: 'POST', target: '/api/v1/web-apps', body: `{"name":"odd2","verify_url":${value}}` },
        { method: 'POST', target: '/api/v1/people', body: `{"name":${value},"role":"member"}` },
        { method: 'POST', target: '/api/v1/projects', body: `{"name":${value}}` },
        { method: 'POST', target: '/api/v1/connects', body: `{"server":${value}}` },
        { method: 'POST', target: '/api/v1/connects', body: `{"server":"a","confirm_at":${value}}` },
        {
          method: 'POST',
          target: `/ai/actors/${encodeURIComponent(text.replace('\ud800', 'y')) || 'z'}/tokens`,
          body: '{"agent_id":"desk"}',
        },
      ];
      for (const each of asked) {
        const answer = await ask(each);
        const { target, body } = each;
        expect([target, body, answer.status < 500]).toEqual([target, body, true]);
        if (answer.status >= 400) expect([target, body, ...faultsOfError(answer)]).toEqual([target, body]);
      }
    }
    expect(server.log).toEqual([]);
  }, 60_000);
});
