/** Looks at the way to a server step by step, for `doctor --net`, by the same rules as every request. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { canParseUrl } from '../can-parse-url.ts';
import type { CertificateFile, Connected, NetworkPath } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { networkFault } from './network-faults.ts';
import { checkedLookup, checkProxied, checkUrl, policyTowards } from './network-policy.ts';
import { proxyFor } from './proxies.ts';

const CONNECT_MILLISECONDS = 10_000;

export interface NetworkPathOptions {
  readonly allowPrivate: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

export function createNetworkPath({ allowPrivate, environment }: NetworkPathOptions): NetworkPath {
  return {
    certificateFile: () => readCertificates(environment.NODE_EXTRA_CA_CERTS),
    towards(target) {
      const policy = policyTowards(target, allowPrivate);
      const proxyOf = (url: URL) => {
        const proxy = proxyFor(url, environment);
        return proxy === undefined ? undefined : parsedProxy(proxy);
      };
      return {
        proxy: async (url) => proxyOf(url)?.origin,
        async connect(url) {
          const proxy = proxyOf(url);
          if (proxy !== undefined) {
            checkProxied(url, policy);
            const reached = opened(connectTcp(endOf(proxy)), proxy, addressOf);
            return { address: await reached.catch((thrown) => proxyFault(thrown, proxy, url)) };
          }
          checkUrl(url, policy);
          const end = { ...endOf(url), lookup: checkedLookup(policy) };
          if (url.protocol !== 'https:') return { address: await opened(connectTcp(end), url, addressOf) };
          const { host } = end;
          return opened(
            connectTls({ ...end, servername: /[:\d]$/.test(host) ? '' : host }),
            url,
            securedBy,
            'secureConnect',
          );
        },
      };
    },
  };
}

/** Reads the file as Node does, which reports a fault only as a warning and then goes on without the file. */
async function readCertificates(path: string | undefined): Promise<CertificateFile | undefined> {
  if (!path) return undefined;
  try {
    const blocks =
      (await readFile(path, 'utf8')).match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
    const certificates = blocks.map((block) => new X509Certificate(block));
    if (certificates.length === 0) return { path, fault: 'It holds no certificate in PEM form.' };
    return { path, validUntil: certificates.map(({ validTo }) => Date.parse(validTo)) };
  } catch (thrown) {
    return { path, fault: `It cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.` };
  }
}

function parsedProxy(proxy: string): URL {
  if (canParseUrl(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return new URL(proxy);
  throw new Refusal('server-unreachable', {
    what: 'The proxy of the environment is no URL.',
    why: 'HTTPS_PROXY and HTTP_PROXY are written as http://host:port.',
    hint: 'Correct it: export HTTPS_PROXY=http://host:port',
  });
}

function proxyFault(thrown: unknown, proxy: URL, { hostname }: URL): never {
  if (!(thrown instanceof Refusal)) throw thrown;
  throw new Refusal(thrown.code, {
    what: `The proxy ${proxy.origin} could not be reached.`,
    why: thrown.why ?? thrown.message,
    hint: `Correct it, or go without: export NO_PROXY=${hostname}`,
    cause: thrown,
  });
}

function endOf({ hostname, port, protocol }: URL): { host: string; port: number } {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}

/**
 * Waits until the socket is connected, takes what the caller wants of it, and ends it.
 * @throws what a request would throw
 */
function opened<S extends Socket, T>(socket: S, url: URL, take: (socket: S) => T, ready = 'connect'): Promise<T> {
  return new Promise<T>((done, fail) => {
    const refuse = (thrown: unknown) => {
      socket.destroy();
      fail(networkFault(thrown, url, undefined));
    };
    socket.setTimeout(CONNECT_MILLISECONDS, () => refuse(new DOMException('No answer.', 'TimeoutError')));
    socket.once('error', refuse);
    socket.once(ready, () => {
      done(take(socket));
      socket.destroy();
    });
  });
}

const addressOf = (socket: Socket) => socket.remoteAddress ?? '';

function securedBy(socket: TLSSocket): Connected {
  const { issuer, valid_to } = socket.getPeerCertificate();
  const name = issuer?.O ?? issuer?.CN;
  return {
    address: addressOf(socket),
    certificate: { issuer: String(name ?? 'an unnamed issuer'), validUntil: Date.parse(valid_to) },
  };
}
