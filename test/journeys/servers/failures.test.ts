import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal, type RefusalCode } from '../../../src/refusal.ts';
import type { Access, ToolServer } from '../../../src/targets.ts';
import { failureKind } from '../../../src/tools/health-kind.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { type Hostile, mcp, serverMetadata, startHostile, WELL_KNOWN } from '../../fakes/hostile.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { aProvider } from '../../unit/adapters/records.ts';

const serverWith = (access: Access): ToolServer => ({
  name: 'my-app/crm',
  collectionId: 'crm',
  ownerId: 'i1',
  displayName: 'CRM',
  namespace: 'crm',
  url: 'https://mcp.example.com',
  access,
});
const open = serverWith({ via: 'none' });
const connected = serverWith({ via: 'provider', provider: aProvider() });

describe('the kind of trouble', () => {
  it.each<[string, RefusalCode, object, ToolServer]>([
    ['auth_mode', 'server-error', { status: 401 }, open],
    ['auth_mode', 'authorization-not-offered', { requires_auth: true }, connected],
    ['scopes', 'insufficient-scope', {}, connected],
    ['scopes', 'authorization-denied', { error: 'invalid_scope' }, connected],
    ['resource', 'token-refused', { error: 'invalid_target' }, connected],
    ['resource', 'resource-mismatch', {}, connected],
    ['resource', 'verification-failed', {}, connected],
    ['url', 'server-error', { status: 404 }, connected],
    ['url', 'server-error', {}, open],
    ['url', 'server-unreachable', { code: 'ENOTFOUND' }, open],
    ['redirect_uri', 'token-refused', { error: 'invalid_grant', error_description: 'redirect_uri differs' }, connected],
    ['redirect_uri', 'registration-refused', { error: 'invalid_redirect_uri' }, connected],
    ['timeout', 'server-timeout', {}, connected],
    ['registration', 'registration-unavailable', {}, connected],
    ['other', 'server-error', { status: 503 }, connected],
    ['other', 'server-unreachable', { code: 'ECONNREFUSED' }, connected],
  ])('is %s for %s %j', (kind, code, details, server) => {
    expect(failureKind(new Refusal(code, { what: '', hint: '', details: { ...details } }), server)).toBe(kind);
  });

  it.each<RefusalCode>(['not-connected', 'interrupted', 'port-taken', 'key-store-locked'])('is none for %s', (code) => {
    expect(failureKind(new Refusal(code, { what: '', hint: '' }), connected)).toBeUndefined();
  });
});

describe('mcpctl status after something went wrong', () => {
  let server: Hostile;
  let program: Program;
  beforeEach(async () => {
    server = await startHostile();
    program = createProgram({ BROWSER: AGREEING });
  });
  afterEach(async () => {
    await server.close();
    program.remove();
  });

  const statusOf = async (name: string) =>
    (await program.run(['status', '--json']))
      .json<{ connections: { target: string; next: string | null; trouble: object | null }[] }>()
      .connections.find(({ target }) => target === name);

  it('says that a provider registers no clients, and how to give one, until it is connected', async () => {
    const { registration_endpoint: _, ...without } = serverMetadata(server.origin);
    server.set({ [WELL_KNOWN.server]: { body: without } });
    expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(3);
    expect(await statusOf('srv')).toMatchObject({
      status: 'not_connected',
      next: 'mcpctl connect srv --client-id ID',
      trouble: {
        kind: 'registration',
        code: 'registration-unavailable',
        reason: expect.stringContaining(server.origin),
      },
    });
    const { err } = await program.run(['status']);
    expect(err).toContain('srv: No client: srv needs a client id.');
    expect((await program.run(['doctor'])).out).toContain('registers no clients by itself');
    expect((await program.run(['connect', 'srv', '--client-id', 'it'])).code).toBe(0);
    expect(await statusOf('srv')).toMatchObject({ status: 'connected', trouble: null, next: null });
  });

  it('tells a resource that is refused and a redirect URI that is not registered apart', async () => {
    server.set({ '/token': { status: 400, body: { error: 'invalid_target', error_description: 'Which resource?' } } });
    await program.run(['connect', server.url, '--name', 'srv']);
    expect(await statusOf('srv')).toMatchObject({
      trouble: {
        kind: 'resource',
        reason: 'Which resource?',
        next: expect.stringContaining('mcpctl server update srv --resource URI'),
      },
      next: `mcpctl discover ${server.url}`,
    });
    server.set({
      '/token': { status: 400, body: { error: 'invalid_grant', error_description: 'Wrong redirect_uri.' } },
    });
    await program.run(['connect', 'srv']);
    expect(await statusOf('srv')).toMatchObject({
      trouble: { kind: 'redirect_uri', reason: 'Wrong redirect_uri.' },
      next: 'mcpctl connect srv --port N',
    });
  });

  it('tells a server that wants authorization after all, and one that is not there', async () => {
    await putApp(program.home, 'office', [
      { id: 'crm', url: server.url },
      { id: 'lost', url: `${server.origin}/nowhere` },
    ]);
    await program.run(['tools']);
    expect(await statusOf('office/crm')).toMatchObject({
      trouble: { kind: 'auth_mode' },
      next: 'mcpctl connect office/crm',
    });
    expect(await statusOf('office/lost')).toMatchObject({
      trouble: { kind: 'url' },
      next: 'mcpctl doctor --net office/lost',
    });
    server.set({ '/mcp': mcp(server.origin, ['undefined']) });
    await program.run(['tools', 'crm']);
    expect((await statusOf('office/crm'))?.trouble).toBeNull();
  });
});
