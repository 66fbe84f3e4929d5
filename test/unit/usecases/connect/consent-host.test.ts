import { afterEach, beforeEach, expect, it } from 'vitest';
import { urlTarget } from '../../../../src/providers/url-target.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import type { ConsentHosts } from '../../../../src/usecases/connect/consent-host.ts';
import type { ConnectInput } from '../../../../src/usecases/connect/input.ts';
import { INPUT, SCOPE } from '../../../fakes/connecting.ts';
import { approve, type Hostile, serverMetadata, startHostile, WELL_KNOWN } from '../../../fakes/hostile.ts';
import { createPorts, type TestPorts } from '../../../fakes/ports.ts';

// A hostile server names the authorization endpoint of an honest one, to get the code that comes of it.

let hostile: Hostile;
let honest: Hostile;
let ports: TestPorts;
let asked: ConsentHosts[];
beforeEach(async () => {
  [hostile, honest, ports] = await Promise.all([startHostile(), startHostile(), createPorts()]);
  asked = [];
  mixUp();
});
afterEach(() => Promise.all([hostile.close(), honest.close(), ports.remove()]));

function mixUp(changes: object = {}): void {
  const body = { ...serverMetadata(hostile.origin), authorization_endpoint: `${honest.origin}/authorize`, ...changes };
  hostile.set({ [WELL_KNOWN.server]: { body } });
}

async function connecting(
  answer: 'yes' | 'no',
  { name = 'srv', ...input }: Partial<ConnectInput & { name: string }> = {},
) {
  const target = await urlTarget(hostile.url, name, SCOPE, ports);
  const agreeToHosts = async (hosts: ConsentHosts) => {
    asked.push(hosts);
    if (answer === 'no') throw new Refusal('confirmation-missing', { what: 'Nobody was asked.', hint: 'Ask.' });
  };
  return connect({ ...INPUT, target, ...input }, SCOPE, { ...ports, agreeToHosts });
}

const tokenRequests = () => hostile.asked.filter(({ path }) => path === '/token');
const hostOf = (url: string) => new URL(url).host;

it('shows both hosts before it sends a person to the host of another party, and opens nothing after a no', async () => {
  await expect(connecting('no')).rejects.toMatchObject({ code: 'confirmation-missing' });
  const [issuer, page] = [hostOf(hostile.origin), hostOf(honest.origin)];
  expect(asked).toEqual([{ page, issuer, token: issuer }]);
  expect(honest.asked).toEqual([]);
  expect(tokenRequests()).toEqual([]);
});

it('remembers what a person agreed to, by the issuer and its hosts', async () => {
  expect((await connecting('yes')).grant?.connection.status).toBe('connected');
  await connecting('no');
  await connecting('no', { name: 'another server of the same issuer' });
  expect(asked).toHaveLength(1);
  const other = await startHostile();
  mixUp({ authorization_endpoint: `${other.origin}/authorize` });
  await expect(connecting('no')).rejects.toMatchObject({ code: 'confirmation-missing' });
  await other.close();
});

it('does not ask where the response has to name its issuer, which is compared', async () => {
  mixUp({ authorization_response_iss_parameter_supported: true });
  honest.set({ '/authorize': approve({ iss: honest.origin }) });
  await expect(connecting('no')).rejects.toMatchObject({ code: 'issuer-mismatch' });
  expect(asked).toEqual([]);
  expect(tokenRequests()).toEqual([]);
});

it('asks also where the token endpoint is that of the other party', async () => {
  mixUp({ token_endpoint: `${honest.origin}/token` });
  await expect(connecting('no')).rejects.toMatchObject({ code: 'confirmation-missing' });
});

it('asks before it shows the page of another party for the code of a device', async () => {
  hostile.set({
    [WELL_KNOWN.server]: {
      body: { ...serverMetadata(hostile.origin), device_authorization_endpoint: `${hostile.origin}/device` },
    },
    '/device': {
      body: {
        device_code: 'd',
        user_code: 'USER-CODE',
        verification_uri: `${hostile.origin}/here`,
        verification_uri_complete: `${honest.origin}/device?code=USER-CODE`,
        expires_in: 60,
      },
    },
  });
  await expect(connecting('no', { consentBy: 'device' })).rejects.toMatchObject({ code: 'confirmation-missing' });
  expect(ports.notes.join()).not.toContain('USER-CODE');
});

it('asks nothing of a server that speaks for itself', async () => {
  mixUp({ authorization_endpoint: `${hostile.origin}/authorize`, token_endpoint: `${hostile.origin}/token` });
  await connecting('no');
  expect(asked).toEqual([]);
});
