/**
 * The tables as kysely sees them. A column exists for what is looked up or constrained; the rest of a record is JSON.
 */

export interface Database {
  installations: NamedRow & { manifest: string };
  providers: NamedRow & { installation_id: string | null };
  servers: NamedRow & { provider_id: string | null };
  agents: NamedRow;
  connections: { id: string; project: string; user_name: string; provider_id: string; record: string };
  acquaintances: ServerRow;
  troubles: ServerRow;
  gateway_tokens: { project: string; user_name: string; record: string };
  registrations: { id: string; project: string; record: string };
  tool_pins: { project: string; server: string; version: number; record: string };
  access_tokens: { connection_id: string; resource: string; record: string };
}

interface NamedRow {
  id: string;
  project: string;
  name: string;
  record: string;
}

interface ServerRow {
  owner: string;
  server: string;
  user_name: string;
  record: string;
}
