import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { seedConnection } from './connection.ts';

const MANUAL = resolve('fixtures/manifests/crm-manual-provider.json');
const NAME = 'my-crm-oauth';

let program: Program;
let canaries: Canaries;
beforeEach(() => {
  program = createProgram();
  canaries = createCanaries(program);
});
afterEach(() => program.remove());

const create = (...options: string[]) =>
  canaries.run(
    [
      'provider',
      'create',
      NAME,
      '--client-id',
      'my-client',
      '--client-secret',
      'env:SECRET',
      '--scopes',
      'read write',
      ...options,
    ],
    { env: { SECRET: canaries.make() } },
  );
const show = async () => (await program.run(['provider', 'show', NAME, '--json'])).json();

describe('mcpctl provider', () => {
  it('creates, lists and shows a provider, and never its secret', async () => {
    const { code, out } = await create('--token-endpoint', 'https://auth.example.com/token');
    expect(code).toBe(0);
    expect(out).toContain('client secret  stored');
    expect(await show()).toMatchObject({
      name: NAME,
      origin: 'manual',
      grant_type: 'authorization_code',
      use_pkce: true,
      client_id: 'my-client',
      has_client_secret: true,
      scopes: ['read', 'write'],
      token_endpoint: 'https://auth.example.com/token',
      authorization_endpoint: null,
    });
    expect((await canaries.run(['provider', 'list'])).out).toBe(
      `${NAME}\tmanual\tauthorization_code\tmy-client\tstored\tread write\n`,
    );
    canaries.expectUnseen();
  });

  it('is found by the app that names it, with the command to connect it', async () => {
    await create();
    const { code, out } = await program.run(['install', MANUAL]);
    expect(code).toBe(0);
    expect(out).toContain(`mcpctl connect ${NAME}`);
    const { connections } = (await program.run(['status', '--json'])).json();
    expect(connections).toMatchObject([{ provider_name: NAME, status: 'not_connected' }]);
  });

  it('is needed by an app that names it', async () => {
    await program.run(['install', MANUAL]);
    const { connections } = (await program.run(['status', '--json'])).json();
    expect(connections).toMatchObject([{ status: 'provider_missing', next: `mcpctl provider create ${NAME}` }]);
  });

  it('stays when the app that uses it goes', async () => {
    await create();
    await program.run(['install', MANUAL]);
    const [app] = (await program.run(['list'])).out.split('\t');
    expect((await program.run(['uninstall', app ?? '', '--yes'])).code).toBe(0);
    expect((await show()).name).toBe(NAME);
  });

  it('is not deleted while collections use it, unless told twice', async () => {
    await create();
    await program.run(['install', MANUAL]);
    const refused = await program.run(['provider', 'delete', NAME, '--yes']);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('error[provider-in-use]');
    expect((await program.run(['provider', 'delete', NAME, '--force'])).code).toBe(0);
    expect((await program.run(['provider', 'list'])).out).toBe('');
  });

  it('keeps its secret and consents when only its label changes', async () => {
    await create();
    await seedConnection(program, NAME, 'ada', ['read', 'write']);
    const updated = await program.run(['provider', 'update', NAME, '--display-name', 'The CRM']);
    expect(updated.code).toBe(0);
    expect(updated.err).toContain('The consent to it stays good.');
    expect(await show()).toMatchObject({ display_name: 'The CRM', has_client_secret: true, use_pkce: true });
    const { connections } = (await program.run(['status', '--json', '--user', 'ada'])).json();
    expect(connections).toMatchObject([{ status: 'connected', scopes_missing: [] }]);
  });

  it('keeps its consents when scopes are added, and says how to get those', async () => {
    await create();
    await seedConnection(program, NAME, 'ada', ['read', 'write']);
    const { code, err } = await program.run(['provider', 'update', NAME, '--scopes', 'read write admin']);
    expect(code).toBe(0);
    expect(err).toContain(`the new scopes admin. Next: mcpctl connect ${NAME}`);
    const { connections } = (await program.run(['status', '--json', '--user', 'ada'])).json();
    expect(connections).toMatchObject([{ status: 'connected', scopes_missing: ['admin'] }]);
  });

  it.each([
    ['--token-endpoint', 'https://auth.example.com/other'],
    ['--authorization-endpoint', 'https://auth.example.com/authorize'],
    ['--grant-type', 'client_credentials'],
  ])('ends consents when %s changes, and says so', async (option, value) => {
    await create();
    await seedConnection(program, NAME, 'ada', ['read', 'write']);
    expect((await program.run(['provider', 'update', NAME, option, value])).code).toBe(2);
    const { code, err } = await program.run(['provider', 'update', NAME, option, value, '--yes']);
    expect(code).toBe(0);
    expect(err).toContain(`the tokens of ada at ${NAME}`);
    expect(err).toContain(`Next: mcpctl connect ${NAME}`);
  });

  it('ends consents when the client changes, after a yes', async () => {
    await create();
    await seedConnection(program, NAME, 'ada', ['read', 'write']);
    const refused = await program.run(['provider', 'update', NAME, '--client-id', 'other']);
    expect(refused.code).toBe(2);
    expect((await show()).client_id).toBe('my-client');
    expect((await program.run(['provider', 'update', NAME, '--client-id', 'other', '--yes'])).code).toBe(0);
    expect(await show()).toMatchObject({ client_id: 'other', has_client_secret: true });
    const { connections } = (await program.run(['status', '--json', '--user', 'ada'])).json();
    expect(connections).toMatchObject([{ status: 'not_connected' }]);
    canaries.expectUnseen();
  });

  it.each([
    [['create', 'My CRM'], 2, 'mcpctl provider create my-crm'],
    [['create', NAME, '--client-secret', 'hunter2-hunter2'], 2, 'may not be given in plain text'],
    [['create', NAME, '--token-endpoint', 'http://auth.example.com/token'], 3, 'has to be https'],
    [['create', NAME, '--auth-param', 'audience'], 2, 'NAME=VALUE'],
    [['show', 'nobody'], 2, 'There is no provider called "nobody"'],
  ])('refuses %j', async (args, code, words) => {
    const run = await program.run(['provider', ...args]);
    expect(run.code).toBe(code);
    expect(run.err).toContain(words);
    expect(run.err).not.toContain('hunter2-hunter2');
  });

  it('refuses a name that is taken', async () => {
    await create();
    const { code, err } = await create();
    expect(code).toBe(3);
    expect(err).toContain(`mcpctl provider update ${NAME}`);
  });
});
