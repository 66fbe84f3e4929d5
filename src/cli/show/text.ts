/** `mcpctl show` and `mcpctl provider show` for people: one fact a line. */
import { printable } from '../../printable.ts';
import type { InstalledCollection, Provider } from '../../records.ts';
import { styles } from '../../styles.ts';
import { isoTime } from '../../time.ts';
import type { ShownApp } from '../../usecases/install/show.ts';
import type { Output } from '../output.ts';

type Fact = readonly [name: string, value: string | undefined];

export function showText({ installation, providers }: ShownApp, { color }: Pick<Output, 'color'>): string {
  const { name, version, installedAt, manifestSha256, collections, oauthBindings } = installation;
  const providerOf = ({ id, oauthApp }: InstalledCollection) =>
    oauthApp ?? oauthBindings.find(({ collectionId }) => collectionId === id)?.providerName;
  return [
    section('app', name, color, [
      ['version', version],
      ['installed', isoTime(installedAt)],
      ['manifest', `sha256 ${manifestSha256}`],
    ]),
    ...collections.map((collection) =>
      section('collection', collection.id, color, [
        ['name', collection.name],
        ['url', collection.url],
        ['tools', `${collection.namespace}_...`],
        [
          'authorization',
          collection.auth === 'api_key' ? `api_key, ${collection.apiKey ? '' : 'not '}stored` : collection.auth,
        ],
        ['provider', providerOf(collection)],
      ]),
    ),
    ...providers.map((provider) => providerText(provider, color)),
  ].join('\n\n');
}

export function providerText(provider: Provider, color: boolean): string {
  const isRedirected = provider.grantType === 'authorization_code';
  const url = (name: keyof Provider['endpoints']) => provider.endpoints[name]?.value ?? 'discovered at connect';
  return section('provider', provider.name, color, [
    ['display name', provider.displayName],
    ['origin', provider.origin],
    ['grant', `${provider.grantType}${provider.usePkce ? ' with PKCE' : ''}`],
    ['client id', provider.clientId ?? 'registered at connect'],
    ['client secret', provider.clientSecret ? 'stored' : 'none'],
    ['scopes', provider.scopes.map(({ scope, origin }) => `${scope} (${origin})`).join(', ') || undefined],
    ['issuer', provider.issuer],
    ['authorization', isRedirected ? url('authorization') : undefined],
    ['token', url('token')],
    ['revocation', provider.endpoints.revocation?.value],
  ]);
}

function section(kind: string, name: string, color: boolean, facts: readonly Fact[]): string {
  const style = styles(color);
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  return [
    `${kind} ${style.strong(printable(name))}`,
    ...known.map(([fact, value]) => `  ${style.faint(fact.padEnd(14))} ${printable(value)}`),
  ].join('\n');
}
