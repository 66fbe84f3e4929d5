import { describe, expect, it } from 'vitest';
import type { Manifest, ProviderName } from '../../../src/manifest/types.ts';
import { planInstall } from '../../../src/plan/install.ts';
import { nextSteps } from '../../../src/plan/next-steps.ts';
import type { PlannedProvider } from '../../../src/plan/plan.ts';
import { answerSlots, NO_ANSWERS, slotOf } from '../../../src/plan/questions.ts';
import { emptyProject } from '../../../src/plan/state.ts';
import type { Server } from '../../../src/records.ts';
import { anInstallation, aProvider } from '../adapters/records.ts';
import { answers, fixture, OFFICE } from './manifests.ts';

const EMPTY = emptyProject('default');

function providersIn(manifest: Manifest, given = NO_ANSWERS): PlannedProvider[] {
  return planInstall(manifest, EMPTY, given).steps.flatMap((step) =>
    step.action === 'create-provider' ? [step.provider] : [],
  );
}

const scopesOf = (provider: PlannedProvider | undefined) => provider?.scopes.map(({ scope }) => scope);

describe('the plan of an installation', () => {
  it('has every step, in an order that can be done', () => {
    const { steps } = planInstall(OFFICE, EMPTY, NO_ANSWERS);
    expect(steps.map((step) => Object.values(step).filter((value) => typeof value === 'string'))).toEqual([
      ['create-provider'],
      ['create-provider'],
      ['bind-provider', 'suite', 'office-suite'],
      ['bind-collection', 'mail', 'office-suite'],
      ['bind-collection', 'team_chat', 'office-suite'],
      ['bind-collection', 'side_car', 'side-car'],
      ['store-secret', 'suite.client_secret'],
      ['store-secret', 'side_car.client_secret'],
      ['store-secret', 'maps.api_key'],
      ['record-installation', 'office', '1.2.0'],
    ]);
  });

  it('unites scopes: defaults, then collections in order, then the installer; first seen first', () => {
    const [suite] = providersIn(OFFICE, answers({ 'suite.scopes': 'chat  admin,extra' }));
    expect(suite?.scopes).toEqual([
      { scope: 'openid', origin: 'default_scopes' },
      { scope: 'mail.read', origin: 'mail' },
      { scope: 'chat', origin: 'team_chat' },
      { scope: 'admin', origin: 'installer' },
      { scope: 'extra', origin: 'installer' },
    ]);
  });

  it('compares scopes exactly', () => {
    expect(scopesOf(providersIn(OFFICE, answers({ 'suite.scopes': 'Chat' }))[0])).toContain('Chat');
  });

  it('gives the Microsoft example of the platform its provider', () => {
    const [provider, ...others] = providersIn(fixture('microsoft'));
    expect(others).toEqual([]);
    expect(provider?.name).toBe('my-microsoft-app-microsoft');
    expect(scopesOf(provider)?.join(' ')).toBe('offline_access User.Read Mail.Read ChannelMessage.Send');
  });

  it('derives names and display names, and lets the manifest say otherwise', () => {
    expect(providersIn(OFFICE).map(({ name, display_name }) => [name, display_name])).toEqual([
      ['office-suite', 'suite'],
      ['side-car', 'side_car'],
    ]);
    const named = structuredClone(OFFICE) as { oauth_providers: { suite: object } };
    Object.assign(named.oauth_providers.suite, { name: 'the-suite', display_name: 'The Suite' });
    expect(providersIn(named as unknown as Manifest)[0]).toMatchObject({
      name: 'the-suite',
      display_name: 'The Suite',
    });
  });

  it('gives client credentials neither PKCE nor a redirect', () => {
    expect(providersIn(OFFICE)[1]).toMatchObject({
      grant_type: 'client_credentials',
      use_pkce: false,
      redirect_uris: [],
      client_id: null,
      client_id_from: 'question',
    });
  });

  it('lets the installer win over the manifest', () => {
    expect(providersIn(OFFICE, answers({ 'suite.client_id': 'mine' }))[0]).toMatchObject({
      client_id: 'mine',
      client_id_from: 'installer',
    });
  });

  it('registers a client at connect when nobody has one', () => {
    const without = structuredClone(OFFICE) as { oauth_providers: { suite: { client_id?: string } } };
    delete without.oauth_providers.suite.client_id;
    expect(providersIn(without as unknown as Manifest)[0]).toMatchObject({
      client_id: null,
      client_id_from: 'registration',
    });
  });

  it('can hold no secret: it is told only the keys of those that were given', () => {
    const plan = planInstall(OFFICE, EMPTY, answers({}, ['suite.client_secret', 'side_car.client_secret']));
    expect(plan.questions.map(({ key }) => key)).toEqual(['suite.scopes', 'side_car.client_id', 'maps.api_key']);
  });

  it('tells what is next: a consent for each provider, and none for API keys', () => {
    expect(nextSteps(planInstall(OFFICE, EMPTY, NO_ANSWERS)).map(({ step }) => step)).toEqual([
      { do: 'connect', target: 'office-suite' },
      { do: 'connect', target: 'side-car' },
    ]);
  });

  it('tells to create a provider that is missing, before anybody can connect it', () => {
    const collection = { ...OFFICE.tool_collections?.[4], auth: 'oauth', oauth_app: 'acme' };
    const manifest = { ...OFFICE, oauth_providers: undefined, tool_collections: [collection] } as unknown as Manifest;
    const next = (state = EMPTY) => nextSteps(planInstall(manifest, state, NO_ANSWERS)).map(({ step }) => step);
    expect(next()).toEqual([{ do: 'create', what: 'provider', name: 'acme' }]);
    const providers = [aProvider({ name: 'acme' as ProviderName, origin: 'manual' })];
    expect(next({ ...EMPTY, providers })).toEqual([{ do: 'connect', target: 'acme' }]);
  });

  it('is empty when the very same manifest is installed', async () => {
    const { canonicalManifest } = await import('../../../src/manifest/canonical.ts');
    const installation = anInstallation({ name: 'office', manifest: canonicalManifest(OFFICE) });
    expect(planInstall(OFFICE, { ...EMPTY, installations: [installation] }, NO_ANSWERS).steps).toEqual([]);
  });

  it.each([
    ['the app crm-app', { installationId: 'i1' }],
    ['a provider made by hand', { origin: 'manual' as const }],
    ['a provider that connect discovered', { origin: 'discovered' as const }],
  ])('says that a name is taken by %s', (holder, changes) => {
    const existing = aProvider({ name: 'office-suite' as ProviderName, ...changes });
    const installations = [anInstallation({ id: 'i1', name: 'crm-app' })];
    const { conflicts } = planInstall(OFFICE, { ...EMPTY, providers: [existing], installations }, NO_ANSWERS);
    expect(conflicts).toMatchObject([{ provider_name: 'office-suite', held_by: holder }]);
    expect(conflicts[0]?.ways_out).toHaveLength(2);
  });

  it('shows hosts in foreign letters as they go over the wire', () => {
    const foreign = structuredClone(OFFICE) as unknown as { tool_collections: { url: string }[] };
    Object.assign(foreign.tool_collections[0] ?? {}, { url: 'https://xn--80ak6aa92e.com/mcp' });
    const { warnings } = planInstall(foreign as unknown as Manifest, EMPTY, NO_ANSWERS);
    expect(warnings).toEqual([
      { code: 'host-punycode', message: 'The host xn--80ak6aa92e.com is written in letters beyond ASCII.' },
    ]);
  });

  it('says which other server has a namespace, since tools of one name are held back', () => {
    const [collection] = anInstallation().collections;
    const installations = [
      anInstallation({ name: 'crm-app', collections: [{ ...collection, namespace: 'maps' } as never] }),
    ];
    const servers = [{ name: 'by-hand', namespace: 'news' } as Server];
    const { warnings } = planInstall(OFFICE, { ...EMPTY, installations, servers }, NO_ANSWERS);
    expect(warnings).toMatchObject([{ code: 'namespace-taken' }, { code: 'namespace-taken' }]);
    expect(warnings[0]?.message).toContain('office/maps has the namespace maps, as crm-app/crm has');
    expect(warnings[1]?.message).toContain('office/news has the namespace news, as by-hand has');
  });

  it('ignores OAuth settings that auth does not choose', () => {
    const manifest = structuredClone(OFFICE) as unknown as { tool_collections: { auth?: string }[] };
    Object.assign(manifest.tool_collections[2] ?? {}, { auth: 'api_key' });
    expect(providersIn(manifest as unknown as Manifest).map(({ name }) => name)).toEqual(['office-suite']);
  });
});

describe('the key of an answer', () => {
  const slots = answerSlots(OFFICE);

  it.each([
    ['suite.client_secret', 'suite.client_secret'],
    ['office-suite.client_secret', 'suite.client_secret'],
    ['side_car.client_id', 'side_car.client_id'],
    ['side-car.scopes', 'side_car.scopes'],
    ['maps.api_key', 'maps.api_key'],
  ])('%s means %s', (key, meant) => {
    expect(slotOf(slots, key)?.key).toBe(meant);
  });

  it.each(['suite', 'suite.password', 'mail.client_id', 'news.api_key', '__proto__.client_id'])(
    '%s means nothing',
    (key) => {
      expect(slotOf(slots, key)).toBeUndefined();
    },
  );

  it('stays unique when a provider and a collection have one name', () => {
    const twins = structuredClone(OFFICE) as unknown as { oauth_providers: Record<string, object> };
    twins.oauth_providers.side_car = { client_id: 'x' };
    const keys = answerSlots(twins as unknown as Manifest).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('side-car.client_secret');
  });
});
