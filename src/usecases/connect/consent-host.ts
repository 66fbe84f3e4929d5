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
  const hosts = await foreignHosts(provider, page);
  if (hosts === undefined) return provider;
  const known = await state.read((tables) => tables.providers.list(provider.project));
  if (known.some(({ consentHosts }) => consentHosts && isSame(consentHosts, hosts))) return provider;
  await agreeToHosts(hosts);
  const agreed: Provider = { ...provider, consentHosts: hosts };
  await state.write(async (tables) => {
    const now = await tables.providers.get(provider.id);
    await tables.providers.save({ ...(now ?? provider), consentHosts: hosts });
  });
  return agreed;
}

/** The hosts to show to a person, where the page does not belong to who was asked for authorization. */
export async function foreignHosts(provider: Provider, page: string): Promise<ConsentHosts | undefined> {
  const { issuer, endpoints } = provider;
  if (await belongs(page, provider)) return undefined;
  return {
    page: new URL(page).host,
    ...(issuer !== undefined && { issuer: new URL(issuer).host }),
    token: new URL(endpoints.token?.value ?? page).host,
  };
}

/** Whether nobody needs to be asked: a response that names its issuer is compared with it (RFC 9207), and what a person gave is no other party's word. */
export function isPageSettled({ issuer, issInResponse, endpoints }: Provider): boolean {
  return (issuer !== undefined && issInResponse === true) || endpoints.authorization?.from === 'given';
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
