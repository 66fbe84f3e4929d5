/** A server as a person described it: the seed's document, checked by the rules, its references read. */

import { findingsIn } from '../../lint/lint-document.ts';
import type { Document } from '../../manifest/document.ts';
import { readDocumentSync } from '../../manifest/document-sync.ts';
import type { McpServer } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { literalSecret } from '../../providers/given-answers.ts';
import { checkedUrl } from '../../providers/url-target.ts';
import { Refusal } from '../../refusal.ts';
import { DEFAULT_SETTINGS } from '../../rules/settings.ts';
import type { Secret } from '../../secret.ts';

/** Stands where a secret is that was given before: no reference can be this, and no rule takes it for a secret. */
export const KEPT = '<kept>';

/** The document and what its references say. A secret that is kept is not among the secrets. */
export interface ServerSettings {
  readonly document: McpServer;
  readonly clientId?: string;
  readonly clientSecret?: Secret;
  readonly token?: Secret;
  readonly headers: ReadonlyMap<string, Secret>;
}

/** Nothing is asked of anybody else. Refuses `server-invalid`, `url-refused`, and what references are refused for. */
export async function readSettings(
  document: McpServer,
  { references }: Pick<TerminalPorts, 'references'>,
): Promise<ServerSettings> {
  refuseFaults(documentOf(document));
  checkName(document.name);
  const { endpoint, auth, headers = {} } = document.config;
  checkedUrl(endpoint);
  const secret = async (key: string, text: string | undefined) => {
    if (text === undefined || text === KEPT) return undefined;
    if (!references.isReference(text)) throw literalSecret(key, ' ');
    return references.resolve(text);
  };
  const given = new Map<string, Secret>();
  for (const [name, text] of Object.entries(headers)) {
    const value = await secret(`the header ${name}`, text);
    if (value) given.set(name, value);
  }
  const id = auth?.client_id;
  return {
    document,
    clientId: id !== undefined && references.isReference(id) ? await references.read(id) : id,
    clientSecret: await secret('client_secret', auth?.client_secret),
    token: await secret('auth_token', auth?.auth_token),
    headers: given,
  };
}

function documentOf(document: McpServer): Document {
  return readDocumentSync({ name: 'the server', text: JSON.stringify(document) }, 'json');
}

function refuseFaults(document: Document): void {
  const [fault] = findingsIn(document, DEFAULT_SETTINGS).diagnostics.filter(({ severity }) => severity === 'error');
  if (fault === undefined) return;
  throw new Refusal('server-invalid', {
    what: fault.message,
    why: `The rule ${fault.code} says so. Nothing was asked of the server.`,
    hint: fault.hint ?? hint`See: ${{ do: 'explain', code: fault.code }}`,
    details: { rule: fault.code },
  });
}

/** A name is typed after `connect`, where `app/collection` and URLs are meant otherwise. */
function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return;
  throw new Refusal('server-invalid', {
    what: `"${name}" is no name for a server.`,
    why: 'It has letters, digits, dots, hyphens and underscores, and at most 100 of them.',
    hint: hint`For example: ${{ do: 'create', what: 'server', name: 'crm-mcp', url: 'https://mcp.example.com/mcp' }}`,
  });
}
