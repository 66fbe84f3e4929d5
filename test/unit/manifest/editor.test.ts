/** What an editor makes of the published schema: the JSON language service of Visual Studio Code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type JSONDocument, TextDocument } from 'vscode-json-languageservice';

const root = join(import.meta.dirname, '../../..');

async function opened(text: string, name: 'app-manifest' | 'mcp-server' = 'app-manifest') {
  const schema = JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'));
  const service = getLanguageService({});
  service.configure({ schemas: [{ uri: schema.$id, fileMatch: ['*.json'], schema }], validate: true });
  const at = text.indexOf('|');
  const document = TextDocument.create('file:///manifest.json', 'json', 1, text.replace('|', ''));
  const parsed: JSONDocument = service.parseJSONDocument(document);
  return { service, document, parsed, position: document.positionAt(Math.max(at, 0)) };
}

async function completions(text: string, name?: 'app-manifest' | 'mcp-server'): Promise<string[]> {
  const { service, document, parsed, position } = await opened(text, name);
  const list = await service.doComplete(document, position, parsed);
  return (list?.items ?? []).map(({ label }) => label).sort();
}

async function hover(text: string): Promise<string> {
  const { service, document, parsed, position } = await opened(text);
  return JSON.stringify((await service.doHover(document, position, parsed))?.contents);
}

describe('an editor', () => {
  it('offers the fields of an MCP collection that are not there yet', async () => {
    const offered = await completions('{"tool_collections": [{"type": "mcp", "id": "a", "|"}]}');
    expect(offered).toEqual(
      expect.arrayContaining(['url', 'name', 'namespace', 'auth', 'oauth_provider', 'oauth_scopes']),
    );
    expect(offered).not.toContain('id');
  });

  it('offers the fields of a Tools SDK collection, and no others', async () => {
    const offered = await completions('{"tool_collections": [{"type": "vertesia_sdk", "|"}]}');
    expect(offered).toEqual(['auth', 'description', 'name', 'namespace', 'url']);
  });

  it('offers the values that a field can have', async () => {
    expect(await completions('{"tool_collections": [{"type": |}]}')).toEqual(
      expect.arrayContaining(['"mcp"', '"vertesia_sdk"']),
    );
    expect(await completions('{"oauth_providers": {"a": {"grant_type": |}}}')).toEqual(
      expect.arrayContaining(['"authorization_code"', '"client_credentials"']),
    );
    expect(await completions('{"name": "crm", "config": {"auth": {"type": |}}}', 'mcp-server')).toEqual(
      expect.arrayContaining(['"token"', '"oauth_authorization_code_public_pkce"']),
    );
  });

  it('explains a field where the pointer rests', async () => {
    expect(await hover('{"tool_collections": [{"type": "mcp", "name|space": "crm"}]}')).toContain(
      '`search` in namespace `crm`',
    );
    expect(await hover('{"oauth_providers": {"a": {"required_at_|install": []}}}')).toContain('`client_secret`');
  });

  const folder = join(root, 'fixtures/manifests');
  const published = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it.each(published)('underlines in %s what the linter calls an error, and nothing else', async (name) => {
    const { service, document, parsed } = await opened(readFileSync(join(folder, name), 'utf8'));
    const problems = await service.doValidation(document, parsed);
    const underlined = problems.map(({ range }) => document.getText(range));
    expect(underlined).toEqual(name.startsWith('crm-own') || name.startsWith('crm-shared') ? ['"my-crm"'] : []);
  });
});
