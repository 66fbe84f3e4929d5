/** The versions of the database schema, step by step. A released step never changes; a new one is added below it. */

/** Where the statements of the databases differ. */
export interface Dialect {
  /** What follows a table's columns: SQLite checks types only in STRICT tables. */
  readonly tableOptions: string;
}

/** The statements of each version. The first list brings an empty database to version 1. */
export function migrations({ tableOptions }: Dialect): readonly (readonly string[])[] {
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
  ];
}
