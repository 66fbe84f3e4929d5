import { quote, quoteAll } from '../manifest/quote.ts';
import type { ServerAuthFields, ServerAuthType } from '../manifest/types.ts';
import type { Rule } from './rule.ts';

type Field = Exclude<keyof ServerAuthFields, 'type'>;

/** The fields that each type may have, and those that discovery cannot find (docs/servers.md). */
const FIELDS: Readonly<Record<ServerAuthType, { allowed: readonly Field[]; required: readonly Field[] }>> = {
  token: { allowed: ['auth_token'], required: ['auth_token'] },
  oauth_client_credentials: {
    allowed: ['client_id', 'client_secret', 'token_url', 'scopes', 'resource'],
    required: ['client_id', 'client_secret'],
  },
  oauth_authorization_code_public_pkce: {
    allowed: ['client_id', 'auth_url', 'token_url', 'register_url', 'scopes', 'resource'],
    required: [],
  },
  oauth_authorization_code_confidential_pkce: {
    allowed: ['client_id', 'client_secret', 'auth_url', 'token_url', 'register_url', 'scopes', 'resource'],
    required: [],
  },
};

export const serverAuthFields: Rule = {
  code: 'server-auth-fields',
  severity: 'error',
  each: 'server',
  check({ serverAuth: auth }, report) {
    const type = auth.type;
    if (type === undefined) return;
    const { allowed, required } = FIELDS[type];
    const related = [{ place: { path: ['config', 'auth', 'type'] }, message: 'The type is set here.' }];
    for (const name of Object.keys(auth)) {
      const isElsewhere = Object.values(FIELDS).some((fields) => fields.allowed.some((field) => field === name));
      if (!isElsewhere || allowed.some((field) => field === name)) continue;
      report({
        place: { path: ['config', 'auth', name], at: 'key' },
        message: `${quote(name)} does not belong to ${quote(type)}.`,
        hint: `Its fields are ${quoteAll(allowed, 'and')}. Remove this one, or change the type.`,
        related,
      });
    }
    const isHalf =
      type === 'oauth_authorization_code_confidential_pkce' && 'client_id' in auth !== 'client_secret' in auth;
    const needed: readonly Field[] = isHalf ? ['client_id', 'client_secret'] : required;
    for (const name of needed) {
      if (name in auth) continue;
      report({
        place: { path: ['config', 'auth', name] },
        message: `${quote(name)} is missing, and discovery cannot fill it.`,
        hint: isHalf
          ? 'Give both client_id and client_secret, or leave both out to have a client registered.'
          : `Add it${name === 'client_id' ? '' : ' as a reference, such as "env:NAME"'}.`,
        related,
      });
    }
  },
};
