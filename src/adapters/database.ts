/**
 * The tables as kysely sees them. A column exists for what is looked up or constrained; the rest of a record is JSON.
 */
import type { Generated } from 'kysely';

export interface Database {
  installations: NamedRow & { manifest: string };
  providers: NamedRow & { installation_id: string | null };
  servers: NamedRow & { provider_id: string | null; namespace: Generated<string> };
  counts: { project: string; thing: string; number: number };
  agents: NamedRow;
  connections: {
    id: string;
    project: string;
    principal_id: string;
    provider_id: string;
    account_label: Generated<string>;
    record: string;
  };
  acquaintances: ServerRow;
  troubles: ServerRow;
  gateway_tokens: { project: string; principal_id: string; record: string };
  registrations: { id: string; project: string; record: string };
  tool_pins: { project: string; server: string; version: number; record: string };
  client_registrations: { provider_id: string; redirect_uri: string; record: string };
  principals: { id: string; issuer: string; subject: string; display_name: string };
  revocations: { id: string; project: string; due: number; record: string };
  projects: { name: string; record: string };
  people: { project: string; name: string; record: string };
  web_apps: NamedRow;
  api_keys: NamedRow & { hash: string };
  actors: { web_app_id: string; id: string; record: string };
  credentials: {
    hash: string;
    project: string;
    kind: string;
    principal_id: string;
    parent: string;
    expires: number;
    record: string;
  };
  pending_consents: {
    id: string;
    project: string;
    principal_id: string;
    state_hash: string | null;
    expires: number;
    record: string;
  };
  audit: { id: string; project: string; principal: string; operation: string; target: string; record: string };
  jobs: { id: string; project: string; record: string };
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
  principal_id: string;
  record: string;
}
