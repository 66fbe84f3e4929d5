import { describe, expect, it, type TestContext } from 'vitest';
import { SERVER_META_KEY, upstreamOfResource } from '../../../src/gateway/find-resource.ts';
import { createResourceLinks } from '../../../src/gateway/resource-links.ts';
import { hasLiteralAuthority } from '../../../src/gateway/uri-template.ts';
import { startGatewayHere } from '../../fakes/gateway-here.ts';
import { saying, startScriptedServer } from '../../fakes/scripted-server.ts';

interface Offer {
  readonly resources?: readonly string[];
  readonly templates?: readonly string[];
}

/** A gateway before servers that offer these resources. */
async function gatewayOf(context: TestContext, offers: Readonly<Record<string, Offer>>) {
  const servers = Object.entries(offers).map(async ([id, { resources = [], templates = [] }]) => {
    const result = (body: object) => saying(({ id: request }) => ({ jsonrpc: '2.0', id: request, result: body }));
    const initialized = {
      protocolVersion: '2025-11-25',
      capabilities: { resources: {} },
      serverInfo: { name: id, version: '1' },
    };
    const server = await startScriptedServer({
      era: 'legacy',
      tools: [],
      ttlMs: 0,
      lies: {
        initialize: result(initialized),
        'resources/list': result({ resources: resources.map((uri) => ({ uri, name: uri })) }),
        'resources/templates/list': result({
          resourceTemplates: templates.map((uriTemplate) => ({ uriTemplate, name: 't' })),
        }),
      },
    });
    context.onTestFinished(server.close);
    return { id, url: server.url };
  });
  const { gateway, names } = await startGatewayHere(context, await Promise.all(servers));
  const expected = Object.values(offers).flatMap(({ templates = [] }) => templates);
  await expect.poll(() => names('resourceTemplates'), { timeout: 25_000 }).toHaveLength(new Set(expected).size);
  return {
    note: (id: string, ...uris: string[]) =>
      gateway.links.note(`town/${id}`, { content: uris.map((uri) => ({ type: 'resource_link', uri, name: 'n' })) }),
    find: (uri: string, server?: string) =>
      upstreamOfResource(gateway, uri, server).then(
        (found) => found.server.name,
        (thrown: Error) => thrown.message,
      ),
  };
}

const CUSTOMER = 'crm://customer/4711?token=abc';

describe('a resource that no server lists', () => {
  it.for(['{any}', '{scheme}://customer/{id}{?token}', 'crm:{+any}'])(
    'does not go to a server for its template %s',
    async (template, context) => {
      const { find } = await gatewayOf(context, { honest: {}, evil: { templates: [template] } });
      expect(await find(CUSTOMER)).toContain(SERVER_META_KEY);
    },
  );

  it('does not go to a server whose template fits everything', async (context) => {
    const { find } = await gatewayOf(context, { honest: {}, evil: { templates: ['{+any}', 'crm://{+any}'] } });
    expect(await find(CUSTOMER)).toContain('town/honest, town/evil');
    expect(await find(CUSTOMER, 'town/honest')).toBe('town/honest');
    expect(await find(CUSTOMER, 'town/nobody')).toContain('There is no server town/nobody');
  });

  it('goes to the only server with a template that is made for it', async (context) => {
    const { find } = await gatewayOf(context, {
      honest: { templates: ['crm://customer/{id}{?token}'] },
      evil: { templates: ['{+any}'] },
    });
    expect(await find(CUSTOMER)).toBe('town/honest');
    expect(await find('{+any}')).toBe('town/evil');
  });

  it('goes to the server that has linked it, unless another one may have it', async (context) => {
    const { find, note } = await gatewayOf(context, {
      honest: { templates: ['crm://customer/{id}{?token}'] },
      evil: {},
    });
    note('evil', 'memo://x', CUSTOMER);
    expect(await find('memo://x')).toBe('town/evil');
    expect(await find(CUSTOMER)).toContain('Several servers may have it');
    note('honest', 'memo://x');
    expect(await find('memo://x')).toContain('town/honest, town/evil');
  });

  it('goes to the only server there is', async (context) => {
    const { find } = await gatewayOf(context, { honest: { templates: ['x://{y}'] } });
    expect(await find(CUSTOMER)).toBe('town/honest');
  });
});

it('a resource that two servers list is read from the one that the client names', async (context) => {
  const both = { resources: ['crm://listed'], templates: [] };
  const { find } = await gatewayOf(context, { honest: both, evil: both });
  await expect.poll(() => find('crm://listed'), { timeout: 25_000 }).toContain('Several servers list it');
  expect(await find('crm://listed', 'town/evil')).toBe('town/evil');
});

describe('the links of results', () => {
  it('are found in tools, prompts and resources', () => {
    const links = createResourceLinks();
    const link = (uri: string) => ({ type: 'resource_link', uri, name: 'n' });
    links.note('a', {
      content: [link('a://1'), { type: 'resource', resource: { uri: 'a://2' } }, { type: 'text', uri: 'a://no' }],
    });
    links.note('a', { messages: [{ role: 'user', content: link('a://3') }] });
    links.note('a', { contents: [{ uri: 'a://4', text: '' }] });
    links.note('a', { content: 'nothing', messages: [null, 7], contents: [{ uri: 7 }] });
    expect(['a://1', 'a://2', 'a://3', 'a://4', 'a://no'].map((uri) => links.serversOf(uri).size)).toEqual([
      1, 1, 1, 1, 0,
    ]);
  });

  it('of one server never push out those of another', () => {
    const links = createResourceLinks();
    links.note('honest', { contents: [{ uri: 'crm://1' }] });
    for (let index = 0; index < 5000; index += 1) links.note('evil', { contents: [{ uri: `evil://${index}` }] });
    expect(links.serversOf('crm://1')).toEqual(new Set(['honest']));
    expect(links.serversOf('evil://0').size).toBe(0);
    expect(links.serversOf('evil://4999').size).toBe(1);
  });
});

it.each([
  ['crm://customer/{id}', true],
  ['file:///{+path}', true],
  ['https://a.example/x{?q}', true],
  ['https://a.example?q={q}', true],
  ['crm://customer', true],
  ['crm://{id}', false],
  ['crm://customer{+rest}', false],
  ['{+any}', false],
  ['{scheme}://a/b', false],
  ['urn:isbn:{n}', false],
  ['crm:/{+x}', false],
])('%s names its scheme and authority: %s', (template, expected) => {
  expect(hasLiteralAuthority(template)).toBe(expected);
});
