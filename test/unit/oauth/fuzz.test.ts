import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { checkUrl } from '../../../src/adapters/network-policy.ts';
import { createRedirects } from '../../../src/adapters/redirect-listener.ts';
import { validateAuthorizationResponse } from '../../../src/oauth/authorization-response.ts';
import { parseChallenges } from '../../../src/oauth/challenge.ts';
import { discoverAuthorization } from '../../../src/oauth/discovery.ts';
import { registerClient } from '../../../src/oauth/registration.ts';
import { covers } from '../../../src/oauth/resource.ts';
import { resourceMetadataUrls } from '../../../src/oauth/resource-metadata.ts';
import { type ServerMetadata, serverMetadataUrls } from '../../../src/oauth/server-metadata.ts';
import { processTokenResponse } from '../../../src/oauth/token-response.ts';
import type { Fetch, RedirectListener } from '../../../src/ports/index.ts';
import { checkedUrl } from '../../../src/providers/url-target.ts';
import { Refusal } from '../../../src/refusal.ts';

// Whatever a server, a web page or a person sends: an answer or a refusal, never a crash.
// The long run, which also measures: FUZZ_RUNS=100000 npx vitest run test/unit/oauth/fuzz.test.ts

const isLong = process.env.FUZZ_RUNS !== undefined;
const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const LONGEST_MILLISECONDS = 50;
const TIMEOUT = isLong ? 3_600_000 : 30_000;

/** Ends well or with a refusal. What is slow is tried again: a busy machine is slow once, a bad input each time. */
async function survives(work: () => unknown): Promise<void> {
  const milliseconds = async () => {
    const started = performance.now();
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
    }
    return performance.now() - started;
  };
  let fastest = await milliseconds();
  for (let tries = 0; isLong && fastest > LONGEST_MILLISECONDS && tries < 3; tries++) {
    fastest = Math.min(fastest, await milliseconds());
  }
  if (isLong) expect(fastest).toBeLessThan(LONGEST_MILLISECONDS);
}

const surviving = <T>(inputs: fc.Arbitrary<T>, work: (input: T) => unknown) =>
  fc.assert(
    fc.asyncProperty(inputs, (input) => survives(() => work(input))),
    { numRuns },
  );

const SERVER = 'https://mcp.example.com/mcp';
const ISSUER = 'https://auth.example.com';

const PIECES = [
  'https:',
  'http:',
  'data:',
  'javascript:',
  '//',
  '/',
  '\\',
  '@',
  ':',
  '?',
  '#',
  '%00',
  '%2e',
  '..',
  '\t',
  '\n',
];
const HOSTS = [
  'a.example',
  '127.0.0.1',
  '0x7f.1',
  '[::1]',
  '[',
  'localhost',
  'xn--',
  '１２７.0.0.1',
  'é',
  '\u202e',
  ' ',
];
const urlText = fc.oneof(
  fc.webUrl(),
  fc.string(),
  fc.array(fc.constantFrom(...PIECES, ...HOSTS), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.constantFrom(SERVER, ISSUER, `${ISSUER}/`, `${'https://a.example/'}${'x/'.repeat(20_000)}`),
);
const anything = fc.oneof(urlText, fc.jsonValue(), fc.array(urlText, { maxLength: 4 }));
const documentWith = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.record(fields, { requiredKeys: [] }).map((document) => JSON.stringify(document)) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.constantFrom('[]', 'null', '{"__proto__":[]}', '['.repeat(60_000), '\u0000') },
  );
/** Mostly what is right, so that what comes behind it is reached. */
const mostly = (right: unknown) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: anything });
const answers = fc.record({
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
  ),
  body: fc.string(),
});

const resourceMetadata = documentWith({
  resource: mostly(SERVER),
  authorization_servers: fc.oneof(mostly([ISSUER]), fc.array(urlText, { maxLength: 4 })),
  scopes_supported: anything,
  dpop_bound_access_tokens_required: anything,
});
const serverMetadata = documentWith({
  issuer: mostly(ISSUER),
  authorization_endpoint: anything,
  token_endpoint: anything,
  registration_endpoint: anything,
  pushed_authorization_request_endpoint: anything,
  code_challenge_methods_supported: anything,
  grant_types_supported: anything,
  token_endpoint_auth_methods_supported: anything,
});

const REDIRECT_URI = 'http://127.0.0.1:1/callback';
const AUTHORIZATION_SERVER: ServerMetadata = {
  issuer: ISSUER,
  endpoints: { registration: `${ISSUER}/register` },
  issInResponse: false,
  clientIdMetadataDocument: false,
  requiresPushedAuthorization: false,
};

/** What the network does with a URL before it sends anything; then this answer. */
const answering =
  (answer: (url: URL) => Response): Fetch =>
  async (url) => {
    checkUrl(new URL(url), { loopback: false, private: false });
    return answer(new URL(url));
  };

const withoutBody = (status: number) => [204, 205, 304].includes(status);
const responseOf = (status: number, body: string) => new Response(withoutBody(status) ? null : body, { status });

describe('survives any', () => {
  it(
    'challenge',
    () => {
      const unit = fc.constantFrom('"', '\\', ',', '=', ' ', 'a', 'Bearer ', '\t', 'é');
      return surviving(fc.oneof(fc.string({ unit, maxLength: 20_000 }), fc.string(), urlText), parseChallenges);
    },
    TIMEOUT,
  );

  it(
    'resource metadata and server metadata',
    () =>
      surviving(
        fc.tuple(resourceMetadata, serverMetadata, urlText, answers),
        ([resource, server, named, { status }]) => {
          const documents = answering(({ pathname }) =>
            pathname.includes('oauth-protected-resource') ? responseOf(status, resource) : responseOf(200, server),
          );
          const challenge = `Bearer resource_metadata="${named.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')}"`;
          const challenging = answering(
            () => new Response(null, { status: 401, headers: { 'www-authenticate': challenge } }),
          );
          return discoverAuthorization(SERVER, { clock: systemClock, fetch: documents, stream: challenging });
        },
      ),
    TIMEOUT,
  );

  it(
    'token response',
    () => {
      const response = documentWith({
        access_token: mostly('good'),
        token_type: mostly('Bearer'),
        expires_in: fc.oneof(anything, fc.double(), fc.integer()),
        refresh_token: anything,
        scope: anything,
        id_token: fc.oneof(
          anything,
          fc.base64String().map((payload) => `a.${payload}.b`),
        ),
        error: anything,
        error_description: anything,
      });
      return surviving(fc.tuple(answers, response), ([{ status }, body]) =>
        processTokenResponse(responseOf(status, body), ISSUER, { issuer: ISSUER, clientId: 'it' }),
      );
    },
    TIMEOUT,
  );

  it(
    'registration response',
    () => {
      const response = documentWith({
        client_id: mostly('it'),
        client_secret: anything,
        client_secret_expires_at: fc.oneof(anything, fc.double()),
        token_endpoint_auth_method: anything,
        registration_access_token: anything,
        registration_client_uri: anything,
        redirect_uris: anything,
      });
      return surviving(fc.tuple(answers, response), ([{ status }, body]) =>
        registerClient(
          AUTHORIZATION_SERVER,
          { redirectUri: REDIRECT_URI, byHand: { do: 'connect' } },
          answering(() => responseOf(status, body)),
        ),
      );
    },
    TIMEOUT,
  );

  it(
    'authorization response',
    () => {
      const name = fc.oneof(fc.constantFrom('code', 'state', 'iss', 'error', 'error_description'), fc.string());
      const value = fc.oneof(fc.constantFrom('right', ISSUER), fc.string(), urlText);
      const parameters = fc.array(fc.tuple(name, value), { maxLength: 8 });
      const client = { server: { issuer: ISSUER }, client: { client_id: 'it' }, authentication: () => {} };
      return surviving(parameters, (pairs) =>
        validateAuthorizationResponse(client, { issuer: ISSUER, state: 'right' }, new URLSearchParams(pairs)),
      );
    },
    TIMEOUT,
  );

  it(
    'URL',
    () =>
      surviving(urlText, async (text) => {
        covers(text, SERVER);
        const url = checkedUrl(text);
        resourceMetadataUrls(url, undefined).map((each) => new URL(each));
        serverMetadataUrls(url).map((each) => new URL(each));
        checkUrl(new URL(url), { loopback: true, private: false });
      }),
    TIMEOUT,
  );
});

describe('the loopback listener', () => {
  let listener: RedirectListener;
  beforeAll(async () => {
    listener = await createRedirects().listen({});
    void listener.receive('right', new AbortController().signal);
  });
  afterAll(() => listener.close());

  it(
    'survives any bytes, and goes on waiting',
    async () => {
      const { port } = new URL(listener.redirectUri);
      const line = fc
        .tuple(fc.constantFrom('GET', 'POST', 'HEAD', 'get', ''), fc.oneof(fc.string(), urlText), fc.string())
        .map(([method, path, header]) => `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${header}\r\n\r\n`);
      const bytes = fc.oneof(line, fc.string(), fc.uint8Array({ maxLength: 4000 }));
      await surviving(bytes, (sent) => exchange(Number(port), sent));
      const answer = await fetch(`${listener.redirectUri}?state=wrong`);
      expect(answer.status).toBe(400);
    },
    TIMEOUT,
  );
});

/** Sends, ends its side, and waits until the other side has ended too. */
function exchange(port: number, sent: string | Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(sent));
    socket.resume().on('close', () => done());
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : fail(error)));
  });
}
