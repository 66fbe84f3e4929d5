/**
 * A small company on loopback: one authorization server, two MCP servers that share a client there, one
 * behind an API key, and one that is open to all.
 */
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  machine,
  native,
  startAuthorizationServer,
} from './authorization-server.ts';
import { type FakeMcpServer, type McpServerOptions, startMcpServer } from './mcp-server.ts';
import { calendarTools, crmTools, echo } from './tools.ts';

export interface WorldOptions extends AuthorizationServerOptions {
  readonly era?: McpServerOptions['era'];
}

export interface World {
  readonly authorizationServer: AuthorizationServer;
  readonly crm: FakeMcpServer;
  readonly calendar: FakeMcpServer;
  readonly weather: FakeMcpServer;
  readonly notes: FakeMcpServer;
  close(): Promise<void>;
}

export const CRM_SCOPES = ['contacts.read', 'contacts.write'];
export const CALENDAR_SCOPES = ['events.read'];

/** Canaries: found anywhere but in their own place, they have leaked. */
export const SECRETS = {
  clientSecret: 'canary-client-secret-5f1d8b0c',
  machineSecret: 'canary-machine-secret-93ab7e21',
  apiKey: 'canary-api-key-7c40e6d2',
};

/** The clients that the authorization server knows beforehand. */
export const CLIENTS = [
  { ...native, client_id: 'acme-desk', client_name: 'Acme Desk', client_secret: SECRETS.clientSecret },
  { ...native, client_id: 'acme-public', client_name: 'Acme Desk', token_endpoint_auth_method: 'none' },
  { ...machine, client_id: 'acme-robot', client_secret: SECRETS.machineSecret },
];

export async function startWorld({ era, ...options }: WorldOptions = {}): Promise<World> {
  const resourceIndicators = options.resourceIndicators ?? true;
  const authorizationServer = await startAuthorizationServer({
    clients: CLIENTS,
    accountScopes: resourceIndicators ? [] : [...CRM_SCOPES, ...CALENDAR_SCOPES],
    ...options,
  });
  const { issuer } = authorizationServer;
  const protection = (scopes: readonly string[]) =>
    ({ kind: 'oauth', issuer, scopes, audience: resourceIndicators }) as const;
  const [crm, calendar, weather, notes] = await Promise.all([
    startMcpServer({ name: 'Acme CRM', tools: crmTools, protection: protection(CRM_SCOPES.slice(0, 1)), era }),
    startMcpServer({ name: 'Acme Calendar', tools: calendarTools, protection: protection(CALENDAR_SCOPES), era }),
    startMcpServer({ name: 'Weather', tools: [echo], protection: { kind: 'api_key', key: SECRETS.apiKey }, era }),
    startMcpServer({ name: 'Notes', tools: [echo], era }),
  ]);
  authorizationServer.addResource(crm.url, CRM_SCOPES);
  authorizationServer.addResource(calendar.url, CALENDAR_SCOPES);
  return {
    authorizationServer,
    crm,
    calendar,
    weather,
    notes,
    close: async () => {
      await Promise.all([authorizationServer, crm, calendar, weather, notes].map((each) => each.close()));
    },
  };
}

/** An app of two collections that share a provider, and so one consent. */
export function sharedProviderManifest({ crm, calendar }: Pick<World, 'crm' | 'calendar'>) {
  return {
    name: 'acme-desk',
    title: 'Acme Desk',
    description: 'Contacts and calendar of Acme.',
    publisher: 'Acme',
    status: 'stable',
    visibility: 'private',
    version: '1.0.0',
    oauth_providers: {
      acme: {
        grant_type: 'authorization_code',
        client_id: 'acme-desk',
        default_scopes: ['offline_access'],
        required_at_install: ['client_secret'],
      },
    },
    tool_collections: [
      {
        type: 'mcp',
        id: 'crm',
        url: crm.url,
        name: 'Acme CRM',
        description: 'Contacts and notes of Acme.',
        namespace: 'crm',
        auth: 'oauth',
        oauth_provider: 'acme',
        oauth_scopes: ['contacts.read'],
      },
      {
        type: 'mcp',
        id: 'calendar',
        url: calendar.url,
        name: 'Acme Calendar',
        description: 'Events of Acme.',
        namespace: 'calendar',
        auth: 'oauth',
        oauth_provider: 'acme',
        oauth_scopes: CALENDAR_SCOPES,
      },
    ],
  };
}

/** An app whose collections need no consent: an API key, and nothing at all. */
export function keyManifest({ weather, notes }: Pick<World, 'weather' | 'notes'>) {
  return {
    name: 'outdoors',
    title: 'Outdoors',
    description: 'Weather and notes.',
    publisher: 'Acme',
    status: 'stable',
    visibility: 'private',
    version: '1.0.0',
    tool_collections: [
      {
        type: 'mcp',
        id: 'weather',
        url: weather.url,
        name: 'Weather',
        description: 'The weather of yesterday.',
        namespace: 'weather',
        auth: 'api_key',
        api_key_config: { required_at_install: true, instructions: 'The key is in the drawer.' },
      },
      {
        type: 'mcp',
        id: 'notes',
        url: notes.url,
        name: 'Notes',
        description: 'Notes for everybody.',
        namespace: 'notes',
      },
    ],
  };
}
