/** Turns errors of PostgreSQL and of its connection into refusals. The URL contains a password and is never shown. */
import { canParseUrl } from '../can-parse-url.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';

/** Returns the refusal for something that a query threw. Refusals of the caller and bugs pass unchanged. */
export function postgresRefusal(thrown: unknown, url: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof Refusal) return thrown;
  const code = (thrown as { code?: string }).code ?? '';
  const explanation = explanationOf(code, thrown.message);
  if (!explanation) return thrown;
  const [refusal, what, hint] = explanation;
  const host = canParseUrl(url) ? new URL(url).host : 'the host of MCPCTL_DATABASE_URL';
  const why = thrown.message || code;
  return new Refusal(refusal, { what, why: `${host}: ${why}`, hint, details: { host, code }, cause: thrown });
}

type Explanation = readonly [RefusalCode, what: string, hint: string];

const UNREACHABLE: Explanation = [
  'state-unreachable',
  'The database could not be reached.',
  'Check MCPCTL_DATABASE_URL, and that the server runs and lets you in.',
];

const BUSY: Explanation = [
  'state-busy',
  'Another process kept the database for too long.',
  'Try again, and look for another mcpctl that hangs.',
];

const FULL: Explanation = [
  'state-full',
  'There is no room to write the database.',
  'Free some space on the server, then run the command again. Nothing was changed.',
];

const FORBIDDEN: Explanation = [
  'state-permissions',
  'The database cannot be written by this user.',
  'Let the user create the schema mcpctl: GRANT CREATE ON DATABASE … TO … Where another user made it, use that user, or: GRANT USAGE ON SCHEMA mcpctl TO … and GRANT ALL ON ALL TABLES IN SCHEMA mcpctl TO …',
];

/** By SQLSTATE class (PostgreSQL documentation, appendix A), and the error codes of Node's sockets. */
function explanationOf(code: string, message: string): Explanation | undefined {
  if (/^E[A-Z_]+$/.test(code) || /^(08|28|3D|57P)/.test(code)) return UNREACHABLE;
  if (code === '' && /timeout|terminated|not queryable|SSL|SASL|password/i.test(message)) return UNREACHABLE;
  if (code === '55P03' || code === '40001' || code === '40P01' || code === '25P03') return BUSY;
  if (code.startsWith('53')) return FULL;
  // PostgreSQL does not see a schema without the right to use it: what is in it does not exist then (42P01, 3F000).
  if (['42501', '25006', '42P01', '3F000'].includes(code)) return FORBIDDEN;
  return undefined;
}
