import { describe, expect, it } from 'vitest';
import { canonicalManifest } from '../../../src/manifest/canonical.ts';
import type { Manifest, ProviderName } from '../../../src/manifest/types.ts';
import type { Change } from '../../../src/plan/plan.ts';
import { NO_ANSWERS } from '../../../src/plan/questions.ts';
import { type ProjectState, providersOf } from '../../../src/plan/state.ts';
import { planUpgrade, withKeptAnswers } from '../../../src/plan/upgrade.ts';
import type { Installation, Provider } from '../../../src/records.ts';
import { anInstallation, aProvider } from '../adapters/records.ts';
import { answers, OFFICE } from './manifests.ts';

const TOKEN = { token: { value: 'https://auth.example.com/token', from: 'manifest' as const } };

/** The office as it is installed, with a suite of these settings. */
function installed(changes: Partial<Provider> = {}, manifest: Manifest = OFFICE): ProjectState {
  const suite = aProvider({
    name: 'office-suite' as ProviderName,
    displayName: 'suite',
    installationId: 'i1',
    clientId: 'suite-client',
    clientIdFrom: 'manifest',
    scopes: ['openid', 'mail.read', 'chat'].map((scope) => ({ scope, origin: 'default_scopes' })),
    scopesGiven: [],
    endpoints: {},
    ...changes,
  });
  const robot = aProvider({
    id: 'p2',
    name: 'side-car' as ProviderName,
    displayName: 'side_car',
    installationId: 'i1',
    grantType: 'client_credentials',
    usePkce: false,
    clientId: 'robot',
    clientIdFrom: 'installer',
    scopes: [],
    scopesGiven: [],
    endpoints: {},
  });
  const app = anInstallation({ id: 'i1', name: 'office', manifest: canonicalManifest(manifest) });
  return { project: 'default', installations: [app], providers: [suite, robot], connections: [], servers: [] };
}

const appOf = ({ installations }: ProjectState) => installations[0] as Installation;

function withSuite(changes: object): Manifest {
  const { suite } = OFFICE.oauth_providers as unknown as { suite: object };
  return { ...OFFICE, oauth_providers: { suite: { ...suite, ...changes } } } as unknown as Manifest;
}

function changesTo(manifest: Manifest, state: ProjectState, given = NO_ANSWERS): readonly Change[] {
  return planUpgrade(manifest, appOf(state), state, given).steps.flatMap((step) =>
    step.action === 'update-provider' ? step.changes : [],
  );
}

const keptOf = (manifest: Manifest, state: ProjectState) =>
  withKeptAnswers(manifest, appOf(state), providersOf(appOf(state), state), NO_ANSWERS).values;

describe('the client id at an upgrade', () => {
  it('is the one of the new manifest when the installed one is the manifest’s', () => {
    const next = withSuite({ client_id: 'id-two', required_at_install: ['client_id', 'client_secret', 'scopes'] });
    expect(changesTo(next, installed())).toEqual([{ field: 'client_id', from: 'suite-client', to: 'id-two' }]);
    const { questions, steps } = planUpgrade(next, appOf(installed()), installed(), NO_ANSWERS);
    expect(questions.map(({ key }) => key)).not.toContain('suite.client_id');
    expect(steps.find((step) => step.action === 'update-provider')?.provider.client_id_from).toBe('manifest');
  });

  it('stays the one that the installer gave', () => {
    const state = installed({ clientId: 'mine', clientIdFrom: 'installer' });
    expect(changesTo(withSuite({ client_id: 'id-two' }), state)).toEqual([]);
  });

  it('stays the one that the installer gave also after the manifest has named the same', () => {
    const state = installed({ clientId: 'suite-client', clientIdFrom: 'installer' });
    expect(changesTo(withSuite({ client_id: 'id-two' }), state)).toEqual([]);
  });

  it('is left to the manifest again by an empty answer', () => {
    const state = installed({ clientId: 'mine', clientIdFrom: 'installer' });
    const given = answers({ 'suite.client_id': '' });
    expect(changesTo(OFFICE, state, given)).toEqual([{ field: 'client_id', from: 'mine', to: 'suite-client' }]);
    const same = installed({ clientId: 'suite-client', clientIdFrom: 'installer' });
    expect(changesTo(OFFICE, same, given)).toEqual([{ field: 'client_id_from', from: 'installer', to: 'manifest' }]);
  });

  it('follows the manifest where version 0.1 has called it the installer’s', () => {
    const state = installed({ clientIdFrom: 'installer', scopesGiven: undefined });
    expect(changesTo(withSuite({ client_id: 'id-two' }), state)).toEqual([
      { field: 'client_id', from: 'suite-client', to: 'id-two' },
    ]);
  });
});

describe('the scopes of the installer at an upgrade', () => {
  it('stay when the manifest drops a scope that both had named', () => {
    const state = installed({ scopesGiven: ['chat', 'extra'] });
    expect(keptOf(OFFICE, state).get('suite.scopes')).toBe('chat extra');
    const bare = { ...OFFICE, tool_collections: OFFICE.tool_collections?.slice(0, 1) } as Manifest;
    const change = changesTo(bare, state).find(({ field }) => field === 'scopes');
    expect(change?.to).toBe('openid mail.read chat extra');
  });

  it('are read from their origin in rows of version 0.1', () => {
    const scopes = [{ scope: 'extra', origin: 'installer' }];
    const state = installed({ scopes, scopesGiven: undefined });
    expect(keptOf(OFFICE, state).get('suite.scopes')).toBe('extra');
  });
});

describe('every field that a manifest can set', () => {
  it.each([
    ['display_name', { display_name: 'The Suite' }],
    ['grant_type', { grant_type: 'client_credentials' }],
    ['use_pkce', { use_pkce: false }],
    ['client_id', { client_id: 'another' }],
    ['scopes', { default_scopes: ['openid', 'new'] }],
    ['authorization_endpoint', { authorization_endpoint: 'https://auth.example.com/authorize' }],
    ['token_endpoint', { token_endpoint: 'https://auth.example.com/token' }],
    ['revocation_endpoint', { revocation_endpoint: 'https://auth.example.com/revoke' }],
  ])('%s is compared', (field, change) => {
    expect(changesTo(withSuite(change), installed()).map((each) => each.field)).toContain(field);
  });

  it('takes the secret along to no endpoint but its own, whoever gave that', () => {
    const state = installed({ endpoints: { token: { ...TOKEN.token, from: 'given' } } });
    const { questions } = planUpgrade({ ...OFFICE, version: '2' }, appOf(state), state, NO_ANSWERS);
    expect(questions.map(({ key }) => key)).toContain('suite.client_secret');
  });
});
