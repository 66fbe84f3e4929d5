import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../../src/adapters/files.ts';
import { exportClient } from '../../../../src/usecases/clients/export.ts';
import { findServers } from '../../../../src/usecases/clients/find-servers.ts';
import { takeOutSecrets } from '../../../../src/usecases/clients/take-out-secrets.ts';
import { confirmation } from '../../../fakes/asked.ts';

// Files of clients change only after a confirmation, and only as they were shown.

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcpctl-clients-'));
  file = join(home, 'mcp.json');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const ports = { files: createFiles(), folders: { inside: () => file } };
const put = (value: object) => writeFileSync(file, JSON.stringify(value));
const read = () => JSON.parse(readFileSync(file, 'utf8'));

describe('export', () => {
  const state = { read: () => Promise.reject(new Error('The state was read.')) } as never;
  const input = { client: 'cursor', isDryRun: false } as const;
  const exporting = (confirm?: string) =>
    exportClient({ ...input, confirm }, { project: 'default' }, { ...ports, state });

  it('writes what was shown, after a confirmation', async () => {
    const { digest, consequences } = confirmation(await exporting());
    expect(consequences).toMatchObject([{ kind: 'file-changed', path: file, before: '' }]);
    expect(existsSync(file)).toBe(false);
    expect(await exporting(digest)).toMatchObject({ outcome: 'done' });
    expect(read().mcpServers.mcpctl.command).toBe('mcpctl');
    expect(await exporting()).toMatchObject({ outcome: 'nothing_to_do' });
  });

  it('needs another confirmation when the file changes after it was shown', async () => {
    put({ theme: 'dark' });
    const { digest } = confirmation(await exporting());
    put({ theme: 'light' });
    expect(confirmation(await exporting(digest)).digest).not.toBe(digest);
    expect(read()).toEqual({ theme: 'light' });
  });
});

describe('taking secrets out', () => {
  const server = (token: string) => ({
    url: 'https://crm.example/mcp',
    headers: { Authorization: `Bearer ${token}`, 'X-Tenant': '$' + '{TENANT}' },
  });
  const find = () => findServers({ client: 'cursor', file }, ports);

  it('shows no secret of a client, of a bridge, or with two characters, and masks nothing else', async () => {
    const oauth = { url: 'https://a.example/mcp', auth: { CLIENT_ID: 'abc', CLIENT_SECRET: 'client-canary' } };
    const info = JSON.stringify({ client_id: 'abc', client_secret: 'static-canary' });
    const args = ['mcp-remote', 'https://b.example/mcp', '--static-oauth-client-info', info];
    const short = { url: 'https://c.example/mcp', headers: { 'X-Empty': '', 'X-Two': 'am' } };
    put({ mcpServers: { oauth, bridge: { command: 'npx', args }, short } });
    const found = await find();
    const { consequences } = confirmation(await takeOutSecrets({ found, names: ['oauth', 'bridge', 'short'] }, ports));
    const shown = JSON.stringify(consequences);
    expect(shown).not.toContain('canary');
    for (const url of ['a', 'b', 'c']) expect(shown).toContain(`https://${url}.example/mcp`);
  });

  it('shows no secret, and takes out what was shown', async () => {
    put({ mcpServers: { crm: server('secret'), open: { url: 'https://open.example/mcp' } } });
    const found = await find();
    const { digest, consequences } = confirmation(await takeOutSecrets({ found, names: ['crm'] }, ports));
    expect(JSON.stringify(consequences)).toContain('crm.example');
    expect(JSON.stringify(consequences)).not.toContain('Bearer secret');
    const taken = await takeOutSecrets({ found, names: ['crm'], confirm: digest }, ports);
    expect(taken).toMatchObject({ names: ['crm'], isByHand: false });
    expect(read()).toEqual({ mcpServers: { open: { url: 'https://open.example/mcp' } } });
  });

  it('needs another confirmation when anything else in the file changes after it was shown', async () => {
    put({ mcpServers: { crm: server('secret') } });
    const found = await find();
    const { digest } = confirmation(await takeOutSecrets({ found, names: ['crm'] }, ports));
    put({ mcpServers: { crm: server('secret') }, theme: 'dark' });
    const again = await takeOutSecrets({ found, names: ['crm'], confirm: digest }, ports);
    expect(confirmation(again).digest).not.toBe(digest);
    expect(read().theme).toBe('dark');
  });

  it('leaves a server whose secret is not the imported one any more', async () => {
    put({ mcpServers: { crm: server('secret') } });
    const found = await find();
    put({ mcpServers: { crm: server('a new secret') } });
    expect(await takeOutSecrets({ found, names: ['crm'] }, ports)).toEqual({ names: [], isByHand: false });
  });
});
