/** Manifests as their authors write them, for what plans make of them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Manifest } from '../../../src/manifest/types.ts';
import type { Answers } from '../../../src/plan/questions.ts';

export function fixture(name: string): Manifest {
  return JSON.parse(readFileSync(resolve(`fixtures/manifests/${name}.json`), 'utf8'));
}

/** Two collections over one provider, one with a provider of its own, one with an API key, one without anything. */
export const OFFICE = {
  name: 'office',
  version: '1.2.0',
  oauth_providers: {
    suite: { client_id: 'suite-client', default_scopes: ['openid'], required_at_install: ['client_secret', 'scopes'] },
  },
  tool_collections: [
    collection('mail', { auth: 'oauth', oauth_provider: 'suite', oauth_scopes: ['mail.read', 'openid'] }),
    collection('team_chat', { auth: 'oauth', oauth_provider: 'suite', oauth_scopes: ['chat', 'mail.read'] }),
    collection('side_car', {
      auth: 'oauth',
      oauth_config: { grant_type: 'client_credentials', required_at_install: ['client_id', 'client_secret'] },
    }),
    collection('maps', { auth: 'api_key', api_key_config: { required_at_install: true, instructions: 'Ask Bob.' } }),
    collection('news', {}),
  ],
} as unknown as Manifest;

function collection(id: string, more: object): object {
  const namespace = id.replaceAll('_', '');
  return {
    type: 'mcp',
    id,
    url: `https://${namespace}.example.com/mcp`,
    name: id,
    description: id,
    namespace,
    ...more,
  };
}

/** Text values, and the keys of secrets. */
export function answers(values: Record<string, string> = {}, secrets: readonly string[] = []): Answers {
  return { values: new Map(Object.entries(values)), secrets: new Set(secrets) };
}
