/** A server as a front describes it: the document of the seed, with secrets as values, checked by the rules. */

import { judgeDocument } from '../../lint/lint-document.ts';
import { readDocument } from '../../manifest/document.ts';
import type { ServerAuthFields } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { checkedUrl } from '../../providers/url-target.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';

/** A server document (schemas/mcp-server.schema.json) whose secrets do not print. */
export interface ServerSettings {
  readonly name: string;
  readonly config: {
    readonly endpoint: string;
    readonly headers?: Readonly<Record<string, SecretField>>;
    readonly auth?: ServerAuth;
  };
}

export interface ServerAuth extends Omit<ServerAuthFields, 'auth_token' | 'client_secret'> {
  readonly auth_token?: SecretField;
  readonly client_secret?: SecretField;
}

/** A secret that is given now, or the one that is stored with the server. */
export type SecretField = Secret | typeof KEPT;

/** Stands for a stored secret. No rule takes it for a secret. */
export const KEPT = '<kept>';

/** The secret that is given now. */
export function givenIn(field: SecretField | undefined): Secret | undefined {
  return field === KEPT ? undefined : field;
}

/**
 * Sends nothing to the server.
 *
 * @throws Refusal `server-invalid`, `url-refused`.
 */
export async function checkSettings(settings: ServerSettings): Promise<void> {
  await refuseFaults(settings);
  checkName(settings.name);
  checkedUrl(settings.config.endpoint);
}

/** The rules look at the text of the document. `Secret` writes a mask there. */
async function refuseFaults(settings: ServerSettings): Promise<void> {
  const document = await readDocument({ name: 'the server', text: JSON.stringify(settings) }, 'json');
  const [fault] = judgeDocument(document).filter(({ severity }) => severity === 'error');
  if (fault === undefined) return;
  throw new Refusal('server-invalid', {
    what: fault.message,
    why: `The rule ${fault.code} says so. Nothing was asked of the server.`,
    hint: fault.hint ?? hint`See: ${{ do: 'explain', code: fault.code }}`,
    details: { rule: fault.code },
  });
}

/** `connect` takes a name as its argument, and takes `app/collection` and URLs for something else. */
function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return;
  throw new Refusal('server-invalid', {
    what: `"${name}" is no name for a server.`,
    why: 'It has letters, digits, dots, hyphens and underscores, and at most 100 of them.',
    hint: hint`For example: ${{ do: 'create', what: 'server', name: 'crm-mcp', url: 'https://mcp.example.com/mcp' }}`,
  });
}
