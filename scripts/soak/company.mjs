// The authorization servers of a soak, in a process of their own: one that binds tokens to a resource (RFC 8707), and
// one that knows no resource and rejects the parameter, so that one token is shared by all servers of a provider, whose
// scopes are the union of theirs.
//   node company.mjs TOKEN_SECONDS CLIENT…      with IPC: says its issuers, and answers what it is asked
import { loadTypeScript } from '../load-typescript.mjs';
import { serveOrders } from './processes.mjs';

const [seconds, ...clientIds] = process.argv.slice(2);
const { native, startAuthorizationServer } = await loadTypeScript('test/fakes/authorization-server.ts');
const clients = clientIds.map((client_id) => ({ ...native, client_id, token_endpoint_auth_method: 'none' }));
const scopes = Array.from({ length: 100 }, (_, index) => `use.${index}`);
const common = { clients, accessTokenSeconds: Number(seconds) };
const servers = {
  bound: await startAuthorizationServer(common),
  unbound: await startAuthorizationServer({ ...common, accountScopes: scopes }),
};

serveOrders(
  { bound: servers.bound.issuer, unbound: servers.unbound.issuer },
  {
    addResource: ({ url, scope }) => servers.bound.addResource(url, [scope]),
    /** As a restart that keeps its storage: nobody listens for so long, and every connection is gone. */
    restart: async ({ milliseconds }) => {
      await Promise.all(Object.values(servers).map((server) => server.restart(milliseconds)));
    },
    /** Every request for tokens, when it was answered and how. */
    tokenRequests: () =>
      Object.values(servers).flatMap(({ requests }) =>
        requests
          .filter(({ path }) => path === '/token')
          .map(({ at, status, parameters }) => ({
            at,
            status,
            grantType: parameters.grant_type,
            stream: [parameters.client_id, parameters.resource].filter(Boolean).join(' '),
          })),
      ),
  },
);
