/** What `discover` prints for people. */
import type { Evidence } from '../../oauth/document.ts';
import { printable } from '../../printable.ts';
import { type Discovered, scopesOf } from '../../providers/discover.ts';
import { styles } from '../../styles.ts';
import type { Output } from '../output.ts';

export function discoveredText(discovered: Discovered, output: Output): void {
  const { url, probe, discovery, recommended } = discovered;
  const style = styles(output.color);
  const row = (label: string, value: string | undefined) => {
    if (value) output.data(`${style.faint(label.padEnd(22))}  ${printable(value)}`);
  };
  row('server', url);
  row(
    'requires auth',
    probe.requiresAuth === 'unknown' ? `unknown: ${probe.reason}` : probe.requiresAuth ? 'yes' : 'no',
  );
  row('recommended', recommended);
  if (probe.requiresAuth === false) {
    const { serverInfo, protocolVersions } = probe.identity ?? {};
    row(
      'server says it is',
      serverInfo && [serverInfo.title ?? serverInfo.name, serverInfo.version].filter(Boolean).join(' '),
    );
    row('protocol versions', protocolVersions?.join(' '));
    row('transport', probe.transport && 'HTTP+SSE, of 2024-11-05');
  }
  if (!discovery) return;
  const { resource, server } = discovery;
  row('resource', resource?.resource);
  row('authorization server', server.issuer ?? 'the server itself (2025-03-26)');
  row('authorization endpoint', server.endpoints.authorization);
  row('token endpoint', server.endpoints.token);
  row('registration endpoint', server.endpoints.registration);
  row('revocation endpoint', server.endpoints.revocation);
  row('scopes', scopesOf(discovered)?.join(' '));
  row('PKCE', server.codeChallengeMethods?.join(' ') ?? 'not announced');
}

/** One line of `--trace`: a request, and what discovery concluded from its response. */
export function evidenceLine({ method, url, status, conclusion }: Evidence): string {
  return `${method} ${printable(url)}  ${status}  ${conclusion}`;
}
