/** Checks the network between this machine and other hosts: certificates, names, proxies, TLS. */
import { canParseUrl } from '../../can-parse-url.ts';
import type { Clock, Ports } from '../../ports/index.ts';
import { isoTime } from '../../time.ts';
import { type Checkup, examined } from './check.ts';

const DAY = 24 * 3_600_000;
/** Milliseconds. A certificate that ends sooner is reported. */
const SOON = 7 * DAY;

/** Checks the file that NODE_EXTRA_CA_CERTS names. */
export async function certificateCheckups({
  networkPath,
  clock,
}: Pick<Ports, 'networkPath' | 'clock'>): Promise<Checkup[]> {
  const name = 'extra certificates';
  const file = await networkPath.certificateFile();
  if (file === undefined) return [];
  const base = { name, area: 'machine' } as const;
  if (file.fault !== undefined) {
    const finding = `NODE_EXTRA_CA_CERTS names ${file.path}, which Node ignores. ${file.fault}`;
    return [
      { ...base, result: 'failed', finding, next: 'Name a readable file: export NODE_EXTRA_CA_CERTS=/path/ca.pem' },
    ];
  }
  const ended = file.validUntil.filter((end) => end <= clock.now()).length;
  const finding = `${file.path} can be read. Of its certificates, ${ended} of ${file.validUntil.length} have ended.`;
  if (ended < file.validUntil.length) return [{ ...base, result: 'ok', finding }];
  return [{ ...base, result: 'warning', finding, next: 'Ask whoever runs your network for the certificates of now.' }];
}

/** Finds out how each host is reached: the proxy, or the address and the certificate. */
export async function wayCheckups(
  urls: readonly string[],
  towards: string,
  { networkPath, clock }: Pick<Ports, 'networkPath' | 'clock'>,
): Promise<Checkup[]> {
  const origins = [...new Set(urls.filter((url) => canParseUrl(url)).map((url) => new URL(url).origin))];
  const route = networkPath.towards(towards);
  const routes = origins.map((origin) => {
    const url = new URL(origin);
    return examined(`way to ${url.host}`, 'network', async () => {
      const proxy = await route.proxy(url);
      const { address, certificate } = await route.connect(url);
      const name = `way to ${url.host}`;
      if (proxy !== undefined) {
        const finding = `Requests go through the proxy ${proxy}, which can be reached.`;
        return [{ name, area: 'network', result: 'ok', finding }];
      }
      const finding = `It is at ${address}${certificate ? `; its certificate is by ${certificate.issuer}` : ''}.`;
      return [{ name, area: 'network', result: 'ok', finding }, ...ending(url.host, certificate?.validUntil, clock)];
    });
  });
  return (await Promise.all(routes)).flat();
}

function ending(host: string, validUntil: number | undefined, clock: Clock): Checkup[] {
  if (validUntil === undefined || validUntil - clock.now() > SOON) return [];
  const finding = `It ends at ${isoTime(validUntil)}; after that nobody can connect.`;
  const next = `Tell whoever runs ${host}.`;
  return [{ name: `certificate of ${host}`, area: 'network', result: 'warning', finding, next }];
}
