/** Projects, people, web apps, API keys and the audit, as the owner of the machine types them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

let program: Program;
beforeEach(() => {
  program = createProgram({ MCPCTL_PUBLIC_URL: 'https://tools.example.com/' });
});
afterEach(() => program.remove());

const text = (...args: string[]) => program.run(args);
const json = async (...args: string[]) => (await program.run([...args, '--json'])).json();
const refusal = async (...args: string[]) => {
  const { code, out } = await program.run([...args, '--json']);
  return [code, JSON.parse(out).error.code];
};

describe('mcpctl api-key', () => {
  it('prints the key once, alone on standard output', async () => {
    const made = await text('api-key', 'create', 'backend', '--role', 'web-app');
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^mcpk_[\w-]{43}\n$/)]);
    expect(made.err).toContain('not shown again');
    const listed = await text('api-key', 'list', '--json');
    expect(listed.out).not.toContain(made.out.trim());
    expect(listed.json().api_keys).toMatchObject([{ name: 'backend', role: 'web-app', web_app: 'default' }]);
  });

  it('is a document with --json, ends by itself, and is revoked by its name', async () => {
    await text('agent', 'create', 'scribe');
    const made = await json('api-key', 'create', 'ci', '--role', 'builder', '--agent', 'scribe', '--expires', '90d');
    expect(Object.keys(made)).toEqual(['format_version', 'id', 'name', 'role', 'key', 'expires_at']);
    expect(await json('api-key', 'revoke', 'ci')).toMatchObject({ name: 'ci', revoked_at: expect.any(String) });
    expect(await refusal('api-key', 'revoke', 'nobody')).toEqual([3, 'not-found']);
    expect(await refusal('api-key', 'create', 'ci', '--role', 'king')).toEqual([2, 'input-invalid']);
    expect(await refusal('api-key', 'create', 'ci', '--role', 'admin', '--expires', 'soon')).toEqual([2, 'usage']);
  });
});

describe('mcpctl person', () => {
  it('prints a link where somebody wants it, with the secret where no server sees it', async () => {
    const made = await text('person', 'add', 'grace', '--role', 'member', '--print-link');
    expect(made.out).toMatch(/^https:\/\/tools\.example\.com\/login#mcpo_[\w-]{43}\n$/);
    const hidden = await json('person', 'add', 'alan', '--role', 'auditor');
    expect(hidden).toMatchObject({ name: 'alan', role: 'auditor', link: null, expires_at: expect.any(String) });
    expect(await refusal('person', 'link', 'alan')).toEqual([2, 'usage']);
    expect((await json('person', 'link', 'alan', '--print-link')).link).toContain('/login#mcpo_');
    expect((await json('person', 'role', 'alan', 'builder')).role).toBe('builder');
    expect((await json('person', 'list')).people.map(({ name }: { name: string }) => name)).toEqual(['alan', 'grace']);
    expect(await json('person', 'remove', 'alan')).toMatchObject({ outcome: 'done' });
    expect(await refusal('person', 'role', 'alan', 'member')).toEqual([3, 'not-found']);
  });

  it('has the agents that are given to it', async () => {
    await text('agent', 'create', 'scribe');
    await text('person', 'add', 'grace', '--role', 'member');
    const given = await text('agent', 'give', 'scribe', 'grace');
    expect([given.code, given.out]).toEqual([0, 'grace has scribe\n']);
    expect(await json('agent', 'give', 'scribe', 'grace')).toMatchObject({ outcome: 'nothing_to_do' });
    expect(await json('agent', 'take', 'scribe', 'grace')).toMatchObject({ people: [{ agents: [] }] });
    expect(await refusal('agent', 'give', 'scribe', 'nobody')).toEqual([3, 'not-found']);
    expect(await refusal('agent', 'give', 'nothing', 'grace')).toEqual([2, 'agent-unknown']);
  });
});

describe('mcpctl web-app', () => {
  it('is made, changed and deleted', async () => {
    const made = await json('web-app', 'create', 'shop', '--origin', 'https://shop.example');
    expect(made).toMatchObject({ name: 'shop', origins: ['https://shop.example'], verify_url: null });
    const changed = await json('web-app', 'update', 'shop', '--verify-url', 'https://shop.example/verify');
    expect(changed).toMatchObject({ origins: ['https://shop.example'], verify_url: 'https://shop.example/verify' });
    expect(await json('web-app', 'update', 'shop', '--verify-url', '')).toMatchObject({ verify_url: null });
    expect(await refusal('web-app', 'create', 'x', '--origin', 'https://shop.example/')).toEqual([2, 'input-invalid']);
    expect((await text('web-app', 'list')).out).toContain('shop');
    expect(await refusal('web-app', 'delete', 'shop')).toEqual([2, 'confirmation-missing']);
    expect(await json('web-app', 'delete', 'shop', '--yes')).toMatchObject({ outcome: 'done', connections_ended: 0 });
  });
});

describe('mcpctl project', () => {
  it('is made by its name, or by putting something into it, and is deleted with what is in it', async () => {
    await text('project', 'create', 'empty');
    await text('agent', 'create', 'scribe', '--project', 'full');
    const names = async () => (await json('project', 'list')).projects.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['default', 'empty', 'full']);
    expect(await refusal('project', 'create', 'full')).toEqual([3, 'name-taken']);
    expect(await json('project', 'delete', 'empty')).toMatchObject({ outcome: 'done' });
    expect(await refusal('project', 'delete', 'full')).toEqual([2, 'confirmation-missing']);
    await text('project', 'delete', 'full', '--yes');
    expect(await names()).toEqual(['default']);
  });
});

describe('mcpctl audit', () => {
  it('says who did what, by filters and in parts', async () => {
    await text('agent', 'create', 'scribe', '--user', 'ada');
    await text('person', 'add', 'grace', '--role', 'member', '--user', 'ada');
    await text('agent', 'give', 'scribe', 'grace', '--user', 'alan');
    const { rows } = await json('audit', '--since', '1h');
    expect(rows).toMatchObject([
      { operation: 'agent.give', principal: 'alan', target: 'scribe', outcome: 'done' },
      { operation: 'person.add', principal: 'ada', target: 'grace' },
      { operation: 'agent.create', principal: 'ada', target: 'scribe' },
    ]);
    expect((await json('audit', '--person', 'alan')).rows).toHaveLength(1);
    expect((await json('audit', '--tool', 'scr*')).rows).toHaveLength(2);
    const first = await json('audit', '--limit', '2');
    expect((await json('audit', '--before', first.next)).rows).toMatchObject([{ operation: 'agent.create' }]);
    expect((await text('audit')).out.split('\n')[0]).toContain('agent.create');
  });

  it('shows what comes while it follows, until it is stopped', async () => {
    const following = program.start(['audit', '--follow', '--since', '1h', '--json']);
    const line = new Promise<string>((done) => following.stdout?.setEncoding('utf8').once('data', done));
    await text('agent', 'create', 'scribe');
    expect(JSON.parse(await line)).toMatchObject({ operation: 'agent.create', target: 'scribe' });
    const ended = new Promise<number | null>((done) => following.once('exit', done));
    following.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});
