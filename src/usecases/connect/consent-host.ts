/**
 * Whether a person may be sent to the host that asks for the consent. A server can name the authorization endpoint of
 * another party and its own token endpoint: the person would consent at an honest host, and the code would go to the
 * server (a mix-up, RFC 9700, section 4.4).
 */
import { isSameSite } from '../../oauth/site.ts';
import type { Ports } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';

/** The hosts of a consent that is asked for at another party's. */
export interface ConsentHosts {
  /** Where the person would consent. */
  readonly page: string;
  /** Who was asked for authorization, where that is known. */
  readonly issuer?: string;
  /** Who gets the code. */
  readonly token: string;
}

export interface ConsentHostPorts extends Pick<Ports, 'state'> {
  /**
   * Shows a person the hosts, and returns when the person wants to go on.
   *
   * @throws Refusal `confirmation-missing` where there is nobody to ask, and `interrupted`.
   */
  readonly agreeToHosts: (hosts: ConsentHosts) => Promise<void>;
}

/**
 * If the page belongs to the issuer, or to the token endpoint where no issuer speaks for that: goes on.
 * If a person has agreed to these hosts before: goes on.
 * Otherwise a person is asked, and the answer is stored.
 *
 * @param page The address that the person would open: the authorization endpoint, or the page for a device's code.
 * @throws whatever `agreeToHosts` refuses.
 */
export async function checkConsentHost(
  { provider, page }: { readonly provider: Provider; readonly page: string },
  { state, agreeToHosts }: ConsentHostPorts,
): Promise<Provider> {
  const { issuer, endpoints } = provider;
  if (await belongs(page, provider)) return provider;
  const hosts: ConsentHosts = {
    page: new URL(page).host,
    ...(issuer !== undefined && { issuer: new URL(issuer).host }),
    token: new URL(endpoints.token?.value ?? page).host,
  };
  const known = await state.read((tables) => tables.providers.list(provider.project));
  if (known.some(({ consentHosts }) => consentHosts && isSame(consentHosts, hosts))) return provider;
  await agreeToHosts(hosts);
  const agreed: Provider = { ...provider, consentHosts: hosts };
  await state.write((tables) => tables.providers.save(agreed));
  return agreed;
}

async function belongs(page: string, { issuer, endpoints: { token } }: Provider): Promise<boolean> {
  // An issuer may name any token endpoint in its own metadata: nobody else can publish that.
  const isTokenOfIssuer = issuer !== undefined && token?.from === 'discovered';
  const parties = [issuer, isTokenOfIssuer ? undefined : token?.value].filter((each) => each !== undefined);
  for (const party of parties) if (!(await isSameSite(page, party))) return false;
  return true;
}

function isSame(one: ConsentHosts, other: ConsentHosts): boolean {
  return one.page === other.page && one.issuer === other.issuer && one.token === other.token;
}
