/** The refusals of tokens, each worded once: whatever uses a server says the same about its connection. */
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';

/** `target` is what to type after `mcpctl connect`. */
export function notConnected({ target, user }: { readonly target: string; readonly user: string }): Refusal {
  return unconnected(target, `The user ${user} has no tokens for it.`);
}

/** The server has no provider yet, so no user can be connected. */
export function neverConnected({ name }: ToolServer): Refusal {
  return unconnected(name, 'Its authorization server is discovered when it is connected for the first time.');
}

/** A server that is used without authorization has asked for it. The challenge is kept for the consent. */
export function consentWanted({ name }: ToolServer, challenge: string): Refusal {
  return new Refusal('not-connected', {
    what: `${name} wants authorization.`,
    why: 'It answered HTTP 401 with a challenge, and is used without authorization.',
    hint: hint`Consent to it: ${{ do: 'connect', target: name }}`,
    details: { status: 401, challenge },
  });
}

/** The server takes an API key, and the installation has none. */
export function apiKeyMissing({ name }: ToolServer): Refusal {
  return new Refusal('not-connected', {
    what: `${name} has no API key.`,
    why: 'It was installed without one.',
    hint: hint`Install it again and answer the question for its key: ${{ do: 'reinstall', app: name.split('/')[0] ?? '', ask: true }}`,
  });
}

/** Whoever put the row back could not make it: its refresh token was sealed here once, and was replaced since. */
export function putBack({ name }: { readonly name: string }, generation: number, newest: number): Refusal {
  return new Refusal('reconnect-needed', {
    what: `The connection to ${name} is older than the one that was stored last.`,
    why: `The database holds its generation ${generation}, and this home has seen ${newest}: an old row was put back.`,
    hint: hint`${{ do: 'connect', target: name }}`,
    details: { generation, newest },
  });
}

/** `why` says what discovery or registration has not provided yet. */
export function providerIncomplete({ name }: { readonly name: string }, why: string): Refusal {
  return new Refusal('not-connected', {
    what: `The provider ${name} cannot ask for tokens yet.`,
    why,
    hint: hint`${{ do: 'connect', target: name }}`,
  });
}

export function providerMissing({ name }: ToolServer, providerName: string): Refusal {
  return new Refusal('provider-missing', {
    what: `${name} needs the provider ${providerName}, which does not exist.`,
    why: 'Its manifest names it with oauth_app, so a person has to create it.',
    hint: hint`${{ do: 'create', what: 'provider', name: providerName, give: ['client_id'] }}`,
  });
}

function unconnected(target: string, why: string): Refusal {
  return new Refusal('not-connected', {
    what: `${target} is not connected.`,
    why,
    hint: hint`${{ do: 'connect', target }}`,
  });
}
