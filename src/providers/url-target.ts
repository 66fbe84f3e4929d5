/** A target that is a URL. The server is stored first, so that it has a name and its tokens have an owner. */
import { canParseUrl } from '../can-parse-url.ts';
import { hint } from '../next-step.ts';
import { probeServer } from '../oauth/probe.ts';
import { isWebAddress } from '../oauth/web-address.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { Server } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { resolveTarget, type Target, toolServers } from '../targets.ts';
import { discovererTowards } from './discover-provider.ts';

type UrlPorts = Pick<Ports, 'state' | 'network' | 'identifiers' | 'clock'>;

/**
 * Returns the server with this URL, and makes it when there is none.
 * @throws Refusal url-refused, server-name-taken
 */
export async function urlTarget(
  text: string,
  name: string | undefined,
  scope: Scope,
  ports: UrlPorts,
): Promise<Target> {
  const url = checkedUrl(text);
  const all = await toolServers(scope.project, ports.state);
  const known = all.find((server) => server.url === url && (name === undefined || server.name === name));
  if (known) return { kind: 'server', server: known };
  const chosen = name ?? nameOf(url);
  if (all.some((server) => server.name === chosen)) throw nameTaken(chosen, url);
  const discoverer = discovererTowards(url, ports);
  const probe = await probeServer(url, discoverer);
  const now = ports.clock.now();
  const server: Server = {
    id: ports.identifiers.next(),
    project: scope.project,
    name: chosen,
    displayName: chosen,
    url,
    namespace: chosen.replace(/[^A-Za-z0-9]+/g, '_'),
    auth: probe.requiresAuth === false ? 'none' : 'oauth',
    createdAt: now,
    updatedAt: now,
  };
  await ports.state.write((tables) => tables.servers.save(server));
  const made = await resolveTarget(chosen, scope, ports.state);
  return made.kind === 'server' ? { ...made, begun: { probe, discoverer } } : made;
}

/** Whether the text of a target is meant as a URL. */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * The URL parser repairs much; a URL that is stored and shown must be what was typed, or nearly so.
 * @throws Refusal url-refused
 */
export function checkedUrl(text: string): string {
  const url = canParseUrl(text) ? new URL(text) : undefined;
  const isNormal = url !== undefined && (url.href === text || url.href === `${text}/`);
  const isPlain = url && isWebAddress(text) && !url.username && !url.password && !url.hash;
  if (isPlain && isNormal) return text;
  throw new Refusal('url-refused', {
    what: `${text} is not the URL of a server in its normal form.`,
    why: url ? `It would be read as ${url.host}${url.pathname}.` : undefined,
    hint: 'Type it as https://host/path, without user name, password or fragment.',
  });
}

/** `https://mcp.example.com/v1` is called `mcp-example-com-v1`. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  const words = `${host}${pathname}`.toLowerCase().match(/[a-z0-9]+/g) ?? ['server'];
  return words.join('-').slice(0, 60);
}

function nameTaken(name: string, url: string): Refusal {
  return new Refusal('server-name-taken', {
    what: `There is a server called ${name} already.`,
    why: 'It has another URL.',
    hint: hint`Choose another name: ${{ do: 'connect', target: url, give: ['name'] }}`,
    details: { name },
  });
}
