import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createNetwork } from '../../../src/adapters/network.ts';
import { discoveredDocument } from '../../../src/documents/discovered.ts';
import { discover } from '../../../src/providers/discover.ts';
import {
  type Hostile,
  mcp,
  type Route,
  resourceMetadata,
  serverMetadata,
  startHostile,
  WELL_KNOWN,
} from '../../fakes/hostile.ts';
import { startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { echo } from '../../fakes/tools.ts';

let server: Hostile;
let program: Program;
beforeAll(() => {
  program = createProgram();
});
beforeEach(async () => {
  server = await startHostile();
  return server.close;
});
afterAll(() => program.remove());

const network = createNetwork({ allowPrivate: false, environment: {} });
const clock = systemClock;
// biome-ignore lint/suspicious/noExplicitAny: a test reads into it freely, and fails where it is wrong.
const documentOf = async (): Promise<any> => discoveredDocument(await discover(server.url, { network, clock }));

const open = (origin: string): Route => mcp(origin, ['undefined']);
const metadata = (changes: object) => (origin: string) => ({
  [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), ...changes } },
});
const nothing = { [WELL_KNOWN.resource]: { status: 404 }, [WELL_KNOWN.server]: { status: 404 } };
const bearer: Route = { status: 401, headers: { 'www-authenticate': 'Bearer realm="keys"' } };

const MODES: readonly (readonly [string, (origin: string) => Record<string, Route>, object])[] = [
  ['none', (origin) => ({ ...nothing, '/mcp': open(origin) }), {}],
  ['oauth_authorization_code_public_pkce', () => ({}), { auth: 'oauth' }],
  [
    'oauth_authorization_code_confidential_pkce',
    metadata({ token_endpoint_auth_methods_supported: ['client_secret_basic'], registration_endpoint: undefined }),
    { auth: 'oauth', oauth_config: { required_at_install: ['client_id', 'client_secret'] } },
  ],
  [
    'oauth_client_credentials',
    metadata({ grant_types_supported: ['client_credentials'], scopes_supported: ['sync'] }),
    { auth: 'oauth', oauth_config: { grant_type: 'client_credentials' } },
  ],
  ['token', () => ({ ...nothing, '/mcp': bearer }), { auth: 'api_key' }],
];

describe('discover recommends', () => {
  it.each(MODES)('%s, with a collection that passes validate', async (mode, routes, fields) => {
    server.set(routes(server.origin));
    const found = await documentOf();
    expect(found.recommended_auth_mode).toBe(mode);
    expect(found.manifest_fragment).toMatchObject({ type: 'mcp', url: server.url, ...fields });
    const manifest = { name: 'found', version: '1.0.0', tool_collections: [found.manifest_fragment] };
    const { code, out } = await program.run(['validate', '--format', 'concise', '-'], {
      input: JSON.stringify(manifest),
    });
    expect(code, out).toBe(0);
  });

  it('nothing where nothing can be concluded, and says why', async () => {
    server.set({ ...nothing, '/mcp': { status: 500 } });
    const found = await documentOf();
    expect(found).toMatchObject({ requires_auth: 'unknown', reason: 'It answered GET with status 500.' });
    expect(found.recommended_auth_mode).toBeUndefined();
    expect(found.manifest_fragment.auth).toBeUndefined();
  });

  it('a guess about endpoints to nobody: what was not found is left out', async () => {
    server.set({ ...nothing, '/mcp': bearer });
    const found = await documentOf();
    expect([found.auth_url, found.token_url, found.register_url]).toEqual([undefined, undefined, undefined]);
  });
});

describe('discover tells', () => {
  it('who the server is and what it speaks, where it answers', async () => {
    server.set({ ...nothing, '/mcp': open(server.origin) });
    expect(await documentOf()).toMatchObject({
      requires_auth: false,
      protocol_versions: ['2025-11-25'],
      server_info: { name: 'hostile', version: '1' },
      manifest_fragment: { name: 'hostile', description: 'Tools of hostile.' },
    });
    server.set({
      '/mcp': ({ body }) =>
        body.includes('server/discover')
          ? {
              status: 400,
              body: {
                jsonrpc: '2.0',
                id: 1,
                error: { code: -32022, message: 'no', data: { supported: ['2027-01-01'] } },
              },
            }
          : { status: 404 },
    });
    expect(await documentOf()).toMatchObject({ requires_auth: false, protocol_versions: ['2027-01-01'] });
  });

  it.each(['modern', 'legacy'] as const)('the name of a real server (%s)', async (era) => {
    const notes = await startMcpServer({ name: 'Notes', tools: [echo], era });
    const found = await discover(notes.url, { network, clock });
    await notes.close();
    const version = era === 'modern' ? '2026-07-28' : '2025-11-25';
    expect(found.probe).toMatchObject({
      requiresAuth: false,
      identity: { serverInfo: { name: 'Notes' }, protocolVersions: expect.arrayContaining([version]) },
    });
  });

  it('every request, and what it showed, as a document and as a trace', async () => {
    server.set({
      [WELL_KNOWN.resource]: { body: { ...resourceMetadata(server.origin), scopes_supported: ['a', 'b'] } },
    });
    const { code, err, json } = await program.run(['discover', server.url, '--json', '--trace']);
    expect(code, err).toBe(0);
    const found = json();
    expect(found).toMatchObject({
      requires_auth: true,
      scopes: ['a', 'b'],
      resource: server.url,
      resource_metadata_url: `${server.origin}${WELL_KNOWN.resource}`,
      issuer: server.origin,
      token_url: `${server.origin}/token`,
    });
    const requests = found.evidence.map(({ method, status, url }: Record<string, unknown>) => [method, status, url]);
    expect(requests).toEqual([
      ['POST', 401, server.url],
      ['GET', 200, `${server.origin}${WELL_KNOWN.resource}`],
      ['GET', 200, `${server.origin}${WELL_KNOWN.server}`],
    ]);
    expect(err.trim().split('\n').length).toBe(3);
    expect(server.asked.length).toBe(3);
  });

  it('what it saw before it had to give up', async () => {
    server.set({ [WELL_KNOWN.resource]: { status: 500 } });
    const { code, err } = await program.run(['discover', server.url, '--trace']);
    expect(code).toBe(3);
    expect(err).toContain(`POST ${server.url}  401  It wants authorization.`);
    expect(err).toContain('500  The server failed; nothing can be concluded.');
  });
});

describe('init --url', () => {
  const written = () => JSON.parse(readFileSync(join(program.home, 'manifest.json'), 'utf8')).tool_collections[0];

  it('fills in what the server says', async () => {
    const { code, err } = await program.run(['init', '--name', 'found', '--url', server.url]);
    expect(code, err).toBe(0);
    expect(written()).toMatchObject({ url: server.url, auth: 'oauth' });
    expect((await program.run(['validate', 'manifest.json', '--max-warnings', '0'])).code).toBe(0);
  });

  it('says that nothing is known when the server cannot be asked, and writes all the same', async () => {
    writeFileSync(join(program.home, 'manifest.json'), '');
    await server.close();
    const { code, err } = await program.run(['init', 'second', '--name', 'found', '--url', server.url]);
    expect(code, err).toBe(0);
    expect(err).toContain('could not be reached. Whether it wants authorization is not known');
  });
});

it('takes thirty seconds at most, however many answers it waits for', async () => {
  const limit = new AbortController();
  const clock = {
    ...systemClock,
    timeout: (milliseconds: number) => (milliseconds === 30_000 ? limit : new AbortController()).signal,
  };
  server.set({
    [WELL_KNOWN.server]: () => {
      limit.abort(new DOMException('It took too long.', 'TimeoutError'));
      return { endless: 'silence' };
    },
  });
  await expect(discover(server.url, { network, clock })).rejects.toMatchObject({
    code: 'server-timeout',
    why: 'Discovery may take 30 seconds.',
  });
});
