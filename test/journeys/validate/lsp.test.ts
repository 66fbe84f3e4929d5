import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CodeAction, PublishDiagnosticsParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

const TEXT = [
  'name: sales',
  'tool_collections:',
  '  - type: mcp',
  '    id: crm',
  '    url: https://mcp.example.com/mcp',
  '    name: CRM',
  '    description: Contacts',
  '    namespase: crm # short',
  '    oauth_config: {}',
  '',
].join('\n');
const uri = pathToFileURL(join(program.home, 'app one.yaml')).href;

let child: ChildProcess;
let editor: MessageConnection;
let published: PublishDiagnosticsParams[];

beforeEach(async () => {
  writeFileSync(join(program.home, '.mcpctlrc.yaml'), 'rules:\n  listing-incomplete: "off"\n');
  published = [];
  child = program.start(['lsp', '--stdio'], { cwd: program.home });
  if (!child.stdout || !child.stdin) throw new Error('no streams');
  editor = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  editor.onNotification('textDocument/publishDiagnostics', (params) => void published.push(params));
  editor.listen();
  await editor.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await editor.sendNotification('initialized', {});
});
afterEach(() => {
  editor.dispose();
  child.kill();
});

const open = (text: string, languageId = 'yaml', name = uri) =>
  editor.sendNotification('textDocument/didOpen', { textDocument: { uri: name, languageId, version: 1, text } });
const change = (text: string, version: number) =>
  editor.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });
const told = (version: number) =>
  expect.poll(() => published.find((each) => each.version === version)?.diagnostics, { timeout: 10_000 });
const actions = (only?: string[]) =>
  editor.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    context: { diagnostics: [], only },
  });
const applied = (text: string, action: CodeAction | undefined) =>
  TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), action?.edit?.changes?.[uri] ?? []);

describe('mcpctl lsp about a place', () => {
  const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
  const MANIFEST =
    'name: sales\noauth_providers:\n  acme: {}\ntool_collections:\n  - type: mcp\n    oauth_provider: acme\n';

  it('explains the field and the rule under the pointer', async () => {
    await open(TEXT);
    await told(1).toBeDefined();
    const { contents } = await editor.sendRequest<{ contents: { value: string } }>('textDocument/hover', at(7, 6));
    expect(contents.value).toContain('**unknown-field**');
    const field = await editor.sendRequest<{ contents: { value: string } }>('textDocument/hover', at(4, 5));
    expect(field.contents.value).toContain('**url**');
    expect(await editor.sendRequest('textDocument/hover', at(99, 0))).toBeNull();
  });

  it('completes fields, values and providers', async () => {
    await open(`${MANIFEST}    auth: \n`);
    type Item = { label: string; textEdit: { newText: string } };
    const values = await editor.sendRequest<Item[]>('textDocument/completion', at(6, 10));
    expect(values.map(({ label }) => label)).toEqual(expect.arrayContaining(['oauth', 'api_key']));
    const providers = await editor.sendRequest<Item[]>('textDocument/completion', at(5, 24));
    expect(providers.map(({ textEdit }) => textEdit.newText)).toEqual(['acme']);
  });

  it('renames a provider everywhere, and refuses what is no name', async () => {
    await open(MANIFEST);
    expect(await editor.sendRequest('textDocument/prepareRename', at(2, 4))).toMatchObject({ placeholder: 'acme' });
    expect(await editor.sendRequest('textDocument/prepareRename', at(0, 2))).toBeNull();
    const edit = await editor.sendRequest<CodeAction['edit']>('textDocument/rename', {
      ...at(5, 22),
      newName: 'acme-eu',
    });
    expect(applied(MANIFEST, { title: '', edit })).toBe(MANIFEST.replaceAll('acme', 'acme-eu'));
    await expect(editor.sendRequest('textDocument/rename', { ...at(5, 22), newName: '' })).rejects.toThrow(
      'no free name',
    );
  });
});

describe('mcpctl lsp', () => {
  it('tells what validate would tell, under the settings of the folder, and falls silent when it is repaired', async () => {
    await open(TEXT);
    await told(1).toMatchObject([
      {
        code: 'unknown-field',
        severity: 1,
        source: 'mcpctl',
        range: { start: { line: 7, character: 4 }, end: { line: 7, character: 13 } },
        message: expect.stringContaining('Did you mean "namespace"?'),
      },
      { code: 'oauth-auth-missing', severity: 2 },
    ]);
    await change(TEXT.replace('namespase', 'namespace').replace('    oauth_config: {}\n', ''), 2);
    await told(2).toEqual([]);
  });

  it('offers fixes, of which only a safe one is preferred, and they repair the text', async () => {
    await open(TEXT);
    await told(1).toHaveLength(2);
    const [rename, add, all] = await actions();
    expect(rename).toMatchObject({ title: 'Rename it to "namespace"', kind: 'quickfix', isPreferred: false });
    expect(applied(TEXT, rename)).toBe(TEXT.replace('namespase', 'namespace'));
    expect(add).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(all).toMatchObject({ title: 'Apply all safe fixes', kind: 'source.fixAll.mcpctl' });
    expect(applied(TEXT, all)).toBe(applied(TEXT, add));
    expect(await actions(['source'])).toEqual([all]);
    await change(applied(applied(TEXT, rename), add), 2);
    expect(await actions()).toEqual([]);
  });

  it('has nothing to say about a document of somebody else', async () => {
    await open('{"compilerOptions": {}}', 'json', 'file:///tsconfig.json');
    await told(1).toEqual([]);
  });

  it('ends when the editor says so', async () => {
    await editor.sendRequest('shutdown');
    const ended = new Promise((done) => child.on('close', done));
    await editor.sendNotification('exit');
    expect(await ended).toBe(0);
  });
});
