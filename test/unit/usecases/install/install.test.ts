import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/manifest/types.ts';
import { type Given, type GivenAnswers, isNeeds, type Needs } from '../../../../src/plan/needs.ts';
import { NO_ANSWERS } from '../../../../src/plan/questions.ts';
import { Secret } from '../../../../src/secret.ts';
import { apiKeyContext, clientSecretContext } from '../../../../src/tokens/associated-data.ts';
import { draftInstall, install } from '../../../../src/usecases/install/install.ts';
import { pinned } from '../../../../src/usecases/install/load-manifest.ts';
import { draftReinstall, installedManifest, reinstall } from '../../../../src/usecases/install/reinstall.ts';
import type { Outcome, RunOptions } from '../../../../src/usecases/install/run-plan.ts';
import { uninstall } from '../../../../src/usecases/install/uninstall.ts';
import { draftUpgrade, upgrade } from '../../../../src/usecases/install/upgrade.ts';
import { aConnection, aProvider } from '../../adapters/records.ts';
import { OFFICE } from '../../plan/manifests.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

// Use cases that change an app ask nobody: they return what they need, and apply exactly what was shown.

let work: Work;
beforeEach(async () => {
  work = await createWork();
});
afterEach(() => work.close());

function given(values: Record<string, string> = {}, secrets: Record<string, string> = {}): GivenAnswers {
  const sealed = Object.entries(secrets).map(([key, value]) => [key, new Secret(value)] as const);
  return { values: new Map(Object.entries(values)), secrets: new Map(sealed) };
}

const ALL = given(
  { 'side_car.client_id': 'robot' },
  { 'suite.client_secret': 'suite secret', 'side_car.client_secret': 'robot secret', 'maps.api_key': 'maps key' },
);

const installOffice = async (options: RunOptions & Given = {}) =>
  install({ loaded: await pinned(OFFICE), ...options }, SCOPE, work.ports);

function needed(outcome: object): Needs {
  if (isNeeds(outcome)) return outcome;
  throw new Error('It needs nothing.');
}

function done(outcome: Outcome | Needs): Outcome {
  if (!isNeeds(outcome)) return outcome;
  throw new Error(`It needs ${outcome.needs}.`);
}

/** Returns the digest of what has to be confirmed. */
function digestOf(outcome: object): string {
  const needs = needed(outcome);
  if (needs.needs === 'confirmation') return needs.digest;
  throw new Error('It needs answers.');
}

const installations = () => work.ports.state.read((tables) => tables.installations.list('default'));
const providers = () => work.ports.state.read((tables) => tables.providers.list('default'));
const officeSuite = () => work.ports.state.read((tables) => tables.providers.find('default', 'office-suite'));

describe('install', () => {
  it('returns the questions with the plan while an answer is missing, and touches neither state nor key', async () => {
    const needs = needed(await installOffice());
    expect(needs).toMatchObject({ needs: 'answers', plan: { operation: 'install', app: 'office' } });
    expect(needs.needs === 'answers' && needs.questions.map(({ key }) => key)).toEqual([
      'suite.client_secret',
      'suite.scopes',
      'side_car.client_id',
      'side_car.client_secret',
      'maps.api_key',
    ]);
    expect(await installations()).toEqual([]);
    expect(work.keyUses).toEqual([]);
  });

  it('never asks again for what was given', async () => {
    const needs = needed(await installOffice({ answers: given({}, { 'maps.api_key': 'maps key' }) }));
    expect(needs.needs === 'answers' && needs.questions.map(({ key }) => key)).not.toContain('maps.api_key');
  });

  it('returns a question that may stay open only to a front that asks it', async () => {
    expect(needed(await installOffice({ answers: ALL, asksOptional: true }))).toMatchObject({
      needs: 'answers',
      questions: [{ key: 'suite.scopes' }],
    });
    const answers = { ...ALL, values: new Map([...ALL.values, ['suite.scopes', '']]) };
    expect(done(await installOffice({ answers, asksOptional: true })).outcome).toBe('done');
  });

  it('installs with the answers, and seals each secret for its owner', async () => {
    expect(done(await installOffice({ answers: ALL })).outcome).toBe('done');
    const [app] = await installations();
    const suite = await officeSuite();
    const { secrets } = work.ports;
    const maps = app?.collections.find(({ id }) => id === 'maps');
    if (!app || !suite?.clientSecret || !maps?.apiKey) throw new Error('A secret is missing.');
    expect((await secrets.open(suite.clientSecret, clientSecretContext(suite))).reveal()).toBe('suite secret');
    expect((await secrets.open(maps.apiKey, apiKeyContext(app, maps))).reveal()).toBe('maps key');
  });

  it('needs no confirmation where nothing ends, unless the front reviews the plan', async () => {
    const needs = needed(await installOffice({ answers: ALL, review: true }));
    expect(needs).toMatchObject({ needs: 'confirmation', consequences: [{ kind: 'plan-applied' }] });
    expect(JSON.stringify(needs)).not.toContain('suite secret');
    expect([await installations(), work.keyUses]).toEqual([[], []]);
  });

  it('applies the plan whose digest is given, and no other', async () => {
    const confirm = digestOf(await installOffice({ answers: ALL, review: true }));
    const wrong = await installOffice({ answers: ALL, review: true, confirm: 'another' });
    expect(digestOf(wrong)).toBe(confirm);
    expect(await installations()).toEqual([]);
    const { outcome, plan } = done(await installOffice({ answers: ALL, review: true, confirm }));
    expect([outcome, plan.app]).toEqual(['done', 'office']);
    expect(await installations()).toHaveLength(1);
  });

  it('returns the plan anew when another plan was confirmed, also where it needs no confirmation', async () => {
    const confirm = digestOf(await installOffice({ answers: ALL, review: true }));
    const scopes = { ...ALL, values: new Map([...ALL.values, ['suite.scopes', 'admin']]) };
    expect(digestOf(await installOffice({ answers: scopes, confirm }))).not.toBe(confirm);
    expect(await installations()).toEqual([]);
  });

  it('does nothing for an app that is installed, and asks nothing about it', async () => {
    done(await installOffice({ answers: ALL }));
    expect(done(await installOffice({ review: true, asksOptional: true })).outcome).toBe('nothing-to-do');
  });

  it('does nothing for an app that is installed with the same answers, and refuses to ignore others', async () => {
    done(await installOffice({ answers: ALL }));
    expect(done(await installOffice({ answers: ALL })).outcome).toBe('nothing-to-do');
    const others = [given({}, { 'maps.api_key': 'another key' }), given({ 'side_car.client_id': 'another robot' })];
    for (const answers of others) {
      await expect(installOffice({ answers })).rejects.toMatchObject({ code: 'already-installed' });
    }
  });

  it('refuses conflicts before it asks', async () => {
    await work.ports.state.write((tables) => tables.providers.save(aProvider({ name: 'office-suite' as never })));
    await expect(installOffice()).rejects.toMatchObject({ code: 'provider-name-taken' });
  });

  it('applies a saved plan as it is, or refuses', async () => {
    const { plan } = await draftInstall({ loaded: await pinned(OFFICE), answers: NO_ANSWERS }, SCOPE, work.ports);
    const exactly = { plan, answers: NO_ANSWERS };
    const input = { loaded: await pinned(OFFICE), exactly, answers: ALL };
    const stale = { ...input, exactly: { ...exactly, plan: { ...plan, app: 'another' } } };
    await expect(install(stale, SCOPE, work.ports)).rejects.toMatchObject({ code: 'plan-stale' });
    expect(done(await install(input, SCOPE, work.ports)).outcome).toBe('done');
  });
});

const CLIENT_SECRET = { field: 'client_secret', from: 'stored', to: 'given' };

/** The office with another place for its maps, so that another server gets the API key. */
const MOVED = {
  ...OFFICE,
  tool_collections: OFFICE.tool_collections?.map((each) =>
    each.type === 'mcp' && each.id === 'maps' ? { ...each, url: 'https://maps.example.org/mcp' } : each,
  ),
} as Manifest;

const connectAda = async (id = 'c1', user = 'ada') => {
  const suite = await officeSuite();
  const connection = aConnection({ id, user, providerId: suite?.id });
  await work.ports.state.write((tables) => tables.connections.save(connection));
};

describe('an installed app', () => {
  beforeEach(async () => {
    done(await installOffice({ answers: ALL }));
  });

  const upgradeTo = async (manifest: Manifest, options: RunOptions & Given = {}) =>
    upgrade({ app: 'office', loaded: await pinned(manifest), ...options }, SCOPE, work.ports);

  it('is upgraded without a question when nothing ends, with the secrets from before', async () => {
    const renamed = { ...OFFICE, version: '2.0.0' };
    expect(done(await upgradeTo(renamed)).outcome).toBe('done');
    const [app] = await installations();
    const maps = app?.collections.find(({ id }) => id === 'maps');
    expect([app?.version, maps?.apiKey === undefined]).toEqual(['2.0.0', false]);
  });

  it('gets the client id of each manifest that it is upgraded to', async () => {
    const ids: (string | undefined)[] = [];
    for (const client_id of ['id-one', 'id-two', 'id-three']) {
      const suite = { ...(OFFICE.oauth_providers as unknown as { suite: object }).suite, client_id };
      const answers = given({}, { 'suite.client_secret': `secret of ${client_id}` });
      done(await upgradeTo({ ...OFFICE, oauth_providers: { suite } } as unknown as Manifest, { answers }));
      ids.push((await officeSuite())?.clientId);
    }
    expect(ids).toEqual(['id-one', 'id-two', 'id-three']);
  });

  it('gets a new secret when nothing else changes, as the plan shows', async () => {
    const answers = given({}, { 'suite.client_secret': 'another secret', 'maps.api_key': 'another key' });
    const { plan } = done(await upgradeTo(OFFICE, { answers }));
    expect(plan.steps.filter(({ action }) => action === 'update-provider' || action === 'store-secret')).toMatchObject([
      { provider: { name: 'office-suite' }, changes: [CLIENT_SECRET], needs_consent: false },
      { key: 'maps.api_key' },
    ]);
    const [suite, [app]] = [await officeSuite(), await installations()];
    const maps = app?.collections.find(({ id }) => id === 'maps');
    if (!app || !suite?.clientSecret || !maps?.apiKey) throw new Error('A secret is missing.');
    const { secrets } = work.ports;
    expect((await secrets.open(suite.clientSecret, clientSecretContext(suite))).reveal()).toBe('another secret');
    expect((await secrets.open(maps.apiKey, apiKeyContext(app, maps))).reveal()).toBe('another key');
  });

  it('takes no API key along to another server, and asks for the one of that', async () => {
    const needs = needed(await upgradeTo(MOVED));
    expect(needs.needs === 'answers' && needs.questions.map(({ key }) => key)).toEqual(['maps.api_key']);
    const answers = given({}, { 'maps.api_key': 'key of the new server' });
    const confirm = digestOf(await upgradeTo(MOVED, { answers }));
    expect((await installations())[0]?.version).toBe('1.2.0');
    expect(done(await upgradeTo(MOVED, { answers, confirm })).outcome).toBe('done');
    const maps = (await installations())[0]?.collections.find(({ id }) => id === 'maps');
    expect(maps?.url).toBe('https://maps.example.org/mcp');
  });

  it('takes a new secret in place of one that cannot be opened any more', async () => {
    const suite = await officeSuite();
    if (!suite) throw new Error('There is no provider.');
    const unreadable = { ...suite, clientSecret: 'v1.damaged' as NonNullable<typeof suite.clientSecret> };
    await work.ports.state.write((tables) => tables.providers.save(unreadable));
    const renamed = { ...OFFICE, version: '2.0.0' };
    await expect(upgradeTo(renamed)).rejects.toMatchObject({ code: 'secret-unreadable' });
    const answers = given({}, { 'suite.client_secret': 'a new secret' });
    expect(done(await upgradeTo(renamed, { answers })).outcome).toBe('done');
  });

  it.each([
    [
      'upgrade',
      async () => draftUpgrade({ app: 'office', loaded: await pinned(MOVED), answers: NO_ANSWERS }, SCOPE, work.ports),
    ],
    [
      'reinstall',
      async () =>
        draftReinstall({ app: 'office', loaded: await pinned(OFFICE), answers: NO_ANSWERS }, SCOPE, work.ports),
    ],
  ])('has a plan of its %s that opens no secret', async (operation, draft) => {
    const before = work.keyUses.length;
    expect((await draft()).plan).toMatchObject({ operation, app: 'office' });
    expect(work.keyUses).toHaveLength(before);
  });

  it('is reinstalled with the answers from before, or asks again when they are forgotten', async () => {
    const loaded = await installedManifest('office', SCOPE, work.ports);
    const input = { app: 'office', loaded };
    expect(needed(await reinstall({ ...input, forget: true }, SCOPE, work.ports)).needs).toBe('answers');
    const confirm = digestOf(await reinstall(input, SCOPE, work.ports));
    expect(done(await reinstall({ ...input, confirm }, SCOPE, work.ports)).outcome).toBe('done');
    expect((await officeSuite())?.clientSecret).toBeDefined();
  });

  it('is uninstalled only after what was shown, and shown again when somebody connects in between', async () => {
    const shown = digestOf(await uninstall({ app: 'office' }, SCOPE, work.ports));
    await connectAda();
    const again = await uninstall({ app: 'office', confirm: shown }, SCOPE, work.ports);
    expect(needed(again)).toMatchObject({
      consequences: [{ plan: { steps: [{ action: 'revoke-connection', user: 'ada' }, {}, {}, {}] } }],
    });
    expect(await installations()).toHaveLength(1);
    const removed = await uninstall({ app: 'office', confirm: digestOf(again) }, SCOPE, work.ports);
    expect(removed).toMatchObject({ revocations: [{ user: 'ada', outcome: 'unsupported' }] });
    expect([await installations(), await providers()]).toEqual([[], []]);
  });

  it('stays as it is when the state changes while tokens are revoked', async () => {
    await connectAda();
    const confirm = digestOf(await uninstall({ app: 'office' }, SCOPE, work.ports));
    const progress = { ...work.ports.progress };
    let meanwhile = Promise.resolve();
    progress.step = () => {
      meanwhile = connectAda('c2', 'bob');
    };
    const state: typeof work.ports.state = {
      ...work.ports.state,
      write: async (change) => {
        await meanwhile;
        return work.ports.state.write(change);
      },
    };
    const attempt = uninstall({ app: 'office', confirm }, SCOPE, { ...work.ports, progress, state });
    await expect(attempt).rejects.toMatchObject({ code: 'plan-stale' });
    expect(await installations()).toHaveLength(1);
  });
});
