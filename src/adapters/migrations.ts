/** The versions of the database schema, step by step. A released step never changes; a new one is added below it. */

/** Where the statements of the databases differ. */
export interface Dialect {
  /** What follows a table's columns: SQLite checks types only in STRICT tables. */
  readonly tableOptions: string;
  /** The type of milliseconds since 1970. */
  readonly time: 'INTEGER' | 'BIGINT';
  /** The member at this path of the JSON text in the column `record`, or NULL. */
  member(...path: string[]): string;
  /** The triggers that keep the number of rows of a table in the table `counts`. */
  counted(table: string): readonly string[];
}

export const SQLITE: Dialect = {
  tableOptions: ' STRICT',
  time: 'INTEGER',
  member: (...path) => `record ->> '$.${path.join('.')}'`,
  counted: (table) => [
    `CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} BEGIN ${countUp(table, 'NEW.project')}; END`,
    `CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} BEGIN ${countDown(table, 'OLD.project')}; END`,
  ],
};

export const POSTGRES: Dialect = {
  tableOptions: '',
  time: 'BIGINT',
  member: (...path) => `record::json #>> '{${path.join(',')}}'`,
  counted: (table) => [
    `CREATE FUNCTION ${table}_added() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN ${countUp(table, 'NEW.project')}; RETURN NULL; END $$`,
    `CREATE FUNCTION ${table}_removed() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN ${countDown(table, 'OLD.project')}; RETURN NULL; END $$`,
    `CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_added()`,
    `CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_removed()`,
  ],
};

function countUp(thing: string, project: string): string {
  return `INSERT INTO counts (project, thing, number) VALUES (${project}, '${thing}', 1)
    ON CONFLICT (project, thing) DO UPDATE SET number = counts.number + 1`;
}

function countDown(thing: string, project: string): string {
  return `UPDATE counts SET number = number - 1 WHERE project = ${project} AND thing = '${thing}'`;
}

/** The statements of each version. The first list brings an empty database to version 1. */
export function migrations({ tableOptions, time, member, counted }: Dialect): readonly (readonly string[])[] {
  const table = (name: string, ...columns: string[]) => `CREATE TABLE ${name} (${columns.join(', ')})${tableOptions}`;
  return [
    [
      table(
        'installations',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'manifest TEXT NOT NULL',
        'UNIQUE (project, name)',
      ),
      table(
        'providers',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        // No cascade: an installation must not be deleted before what it created, so that nothing stays behind.
        'installation_id TEXT REFERENCES installations (id) DEFERRABLE INITIALLY DEFERRED',
        'record TEXT NOT NULL',
        'UNIQUE (project, name)',
      ),
      'CREATE INDEX providers_by_installation ON providers (installation_id)',
      table(
        'servers',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'provider_id TEXT REFERENCES providers (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED',
        'record TEXT NOT NULL',
        'UNIQUE (project, name)',
      ),
      'CREATE INDEX servers_by_provider ON servers (provider_id)',
      table(
        'connections',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'user_name TEXT NOT NULL',
        'provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE',
        'record TEXT NOT NULL',
        'UNIQUE (provider_id, user_name)',
      ),
      'CREATE INDEX connections_by_project ON connections (project, user_name)',
      table(
        'access_tokens',
        'connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE',
        'resource TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (connection_id, resource)',
      ),
    ],
    [
      table(
        'agents',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'UNIQUE (project, name)',
      ),
    ],
    [
      table(
        'gateway_tokens',
        'project TEXT NOT NULL',
        'user_name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (project, user_name)',
      ),
    ],
    [
      table(
        'tool_pins',
        'project TEXT NOT NULL',
        'server TEXT NOT NULL',
        'version INTEGER NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (project, server)',
      ),
    ],
    [
      table(
        'acquaintances',
        // The id of an installation or a server. Deleting either of them deletes the row.
        'owner TEXT NOT NULL',
        'server TEXT NOT NULL',
        'user_name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (owner, server, user_name)',
      ),
    ],
    [table('registrations', 'id TEXT NOT NULL PRIMARY KEY', 'project TEXT NOT NULL', 'record TEXT NOT NULL')],
    [
      table(
        'troubles',
        'owner TEXT NOT NULL',
        'server TEXT NOT NULL',
        'user_name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (owner, server, user_name)',
      ),
    ],
    [
      // Who has accounts. Every name of a user becomes a principal of this machine; rows then refer to it.
      table(
        'principals',
        'id TEXT NOT NULL PRIMARY KEY',
        'issuer TEXT NOT NULL',
        'subject TEXT NOT NULL',
        'display_name TEXT NOT NULL',
        'UNIQUE (issuer, subject)',
      ),
      `INSERT INTO principals (id, issuer, subject, display_name)
        SELECT 'local:' || user_name, 'local', user_name, user_name FROM (
          SELECT user_name FROM connections UNION SELECT user_name FROM gateway_tokens
          UNION SELECT user_name FROM acquaintances UNION SELECT user_name FROM troubles
        ) AS names`,
      // A key cannot be changed in SQLite: the rows move to a table with the new one, and what refers to them first.
      table(
        'connections_new',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'principal_id TEXT NOT NULL REFERENCES principals (id)',
        'provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE',
        // Empty until a principal can have several accounts at a provider.
        "account_label TEXT NOT NULL DEFAULT ''",
        'record TEXT NOT NULL',
        'UNIQUE (provider_id, principal_id, account_label)',
      ),
      `INSERT INTO connections_new (id, project, principal_id, provider_id, record)
        SELECT id, project, 'local:' || user_name, provider_id, record FROM connections`,
      table(
        'access_tokens_new',
        'connection_id TEXT NOT NULL REFERENCES connections_new (id) ON DELETE CASCADE',
        'resource TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (connection_id, resource)',
      ),
      'INSERT INTO access_tokens_new (connection_id, resource, record) SELECT connection_id, resource, record FROM access_tokens',
      'DROP TABLE access_tokens',
      'DROP TABLE connections',
      'ALTER TABLE connections_new RENAME TO connections',
      'ALTER TABLE access_tokens_new RENAME TO access_tokens',
      'CREATE INDEX connections_by_project ON connections (project, principal_id)',
      table(
        'gateway_tokens_new',
        'project TEXT NOT NULL',
        'principal_id TEXT NOT NULL REFERENCES principals (id)',
        'record TEXT NOT NULL',
        'PRIMARY KEY (project, principal_id)',
      ),
      `INSERT INTO gateway_tokens_new (project, principal_id, record)
        SELECT project, 'local:' || user_name, record FROM gateway_tokens`,
      'DROP TABLE gateway_tokens',
      'ALTER TABLE gateway_tokens_new RENAME TO gateway_tokens',
      ...['acquaintances', 'troubles'].flatMap((name) => [
        table(
          `${name}_new`,
          'owner TEXT NOT NULL',
          'server TEXT NOT NULL',
          'principal_id TEXT NOT NULL REFERENCES principals (id)',
          'record TEXT NOT NULL',
          'PRIMARY KEY (owner, server, principal_id)',
        ),
        `INSERT INTO ${name}_new (owner, server, principal_id, record)
          SELECT owner, server, 'local:' || user_name, record FROM ${name}`,
        `DROP TABLE ${name}`,
        `ALTER TABLE ${name}_new RENAME TO ${name}`,
        `CREATE INDEX ${name}_by_principal ON ${name} (principal_id)`,
      ]),
      // The clients of a provider, one for each redirect URI that a consent comes back to.
      table(
        'client_registrations',
        'provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE',
        'redirect_uri TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (provider_id, redirect_uri)',
      ),
      `INSERT INTO client_registrations (provider_id, redirect_uri, record)
        SELECT id, ${member('registration', 'redirectUri')}, record FROM providers
        WHERE ${member('registration', 'redirectUri')} IS NOT NULL`,
      // Tokens that are deleted here and not yet revoked at their authorization server. Any process works them off.
      table(
        'revocations',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        // Who takes a row moves this into the future, so that nobody else takes it before it had its time.
        `due ${time} NOT NULL`,
        'record TEXT NOT NULL',
      ),
      'CREATE INDEX revocations_by_due ON revocations (due)',
    ],
    [
      // Who may use the server, and what they have been given. Secrets of theirs are kept as SHA-256 alone.
      table('projects', 'name TEXT NOT NULL PRIMARY KEY', 'record TEXT NOT NULL'),
      table(
        'people',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (project, name)',
      ),
      table(
        'web_apps',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'record TEXT NOT NULL',
        'UNIQUE (project, name)',
      ),
      table(
        'api_keys',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'name TEXT NOT NULL',
        'hash TEXT NOT NULL UNIQUE',
        'record TEXT NOT NULL',
      ),
      'CREATE INDEX api_keys_by_project ON api_keys (project, id)',
      // End users of a web app, as its backend names them.
      table(
        'actors',
        'web_app_id TEXT NOT NULL REFERENCES web_apps (id) ON DELETE CASCADE',
        'id TEXT NOT NULL',
        'record TEXT NOT NULL',
        'PRIMARY KEY (web_app_id, id)',
      ),
      // Tickets, login links, sessions and access tokens of ours: what somebody shows to be let in, until it expires.
      table(
        'credentials',
        'hash TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'kind TEXT NOT NULL',
        'principal_id TEXT NOT NULL',
        // The web app of an end user, the API key that it was made with: what ends, ends these too.
        'parent TEXT NOT NULL',
        `expires ${time} NOT NULL`,
        'record TEXT NOT NULL',
      ),
      'CREATE INDEX credentials_by_principal ON credentials (principal_id, project)',
      'CREATE INDEX credentials_by_parent ON credentials (parent)',
      'CREATE INDEX credentials_by_expiry ON credentials (expires)',
      // Consents whose person is away at the authorization server.
      table(
        'pending_consents',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'principal_id TEXT NOT NULL',
        // SHA-256 of the parameter `state`, once there is one.
        'state_hash TEXT UNIQUE',
        `expires ${time} NOT NULL`,
        'record TEXT NOT NULL',
      ),
      'CREATE INDEX pending_consents_by_expiry ON pending_consents (expires)',
      'CREATE INDEX pending_consents_by_principal ON pending_consents (principal_id, project)',
      // Names are text: nothing is kept from being deleted by a row of the audit.
      table(
        'audit',
        'id TEXT NOT NULL PRIMARY KEY',
        'project TEXT NOT NULL',
        'principal TEXT NOT NULL',
        'operation TEXT NOT NULL',
        'target TEXT NOT NULL',
        'record TEXT NOT NULL',
      ),
      'CREATE INDEX audit_by_project ON audit (project, id)',
      'CREATE INDEX audit_by_principal ON audit (project, principal, id)',
      'CREATE INDEX audit_by_target ON audit (project, target, id)',
      table('jobs', 'id TEXT NOT NULL PRIMARY KEY', 'project TEXT NOT NULL', 'record TEXT NOT NULL'),
      'CREATE INDEX servers_by_project ON servers (project, id)',
      'CREATE INDEX agents_by_project ON agents (project, id)',
      // Other servers with the same namespace are looked up when one is made.
      "ALTER TABLE servers ADD COLUMN namespace TEXT NOT NULL DEFAULT ''",
      `UPDATE servers SET namespace = ${member('namespace')} WHERE ${member('namespace')} IS NOT NULL`,
      'CREATE INDEX servers_by_namespace ON servers (project, namespace)',
      // How many rows a project has, so that a page of a long list reads no more rows than that of a short one.
      table(
        'counts',
        'project TEXT NOT NULL',
        'thing TEXT NOT NULL',
        'number INTEGER NOT NULL',
        'PRIMARY KEY (project, thing)',
      ),
      ...['servers', 'agents'].flatMap((thing) => [
        `INSERT INTO counts (project, thing, number) SELECT project, '${thing}', COUNT(*) FROM ${thing} GROUP BY project`,
        ...counted(thing),
      ]),
    ],
  ];
}
