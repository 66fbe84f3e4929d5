/** Turns what the network library throws into a refusal that says which connection failed, and how. */
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

/** Returns a refusal that caused the error as it is, and an abort of the caller as well. */
export function networkFault(thrown: unknown, url: URL, signal: AbortSignal | undefined): unknown {
  const causes = causesOf(thrown);
  const refusal = causes.find((cause) => cause instanceof Refusal);
  if (refusal) return refusal;
  if (signal?.aborted) return signal.reason;
  const code = causes.map(codeOf).find((each) => each !== undefined) ?? '';
  const leg = `${url.protocol}//${url.host}`;
  if (code === 'TimeoutError' || code.includes('TIMEOUT') || code === 'ETIMEDOUT') {
    return new Refusal('server-timeout', {
      what: `${leg} did not answer in time.`,
      hint: hint`Try again; if it stays so, see where the time goes: ${{ do: 'doctor', network: true }}`,
      details: { origin: url.origin },
      cause: thrown,
    });
  }
  return new Refusal('server-unreachable', {
    what: `${leg} could not be reached.`,
    why: reasonOf(code, causes),
    hint: /CERT|SELF_SIGNED|ISSUER|SIGNATURE/.test(code)
      ? 'If your network has its own certificate authority, name its file in NODE_EXTRA_CA_CERTS.'
      : (HINTS[code] ?? hint`Check the URL and your network: ${{ do: 'doctor', network: true }}`),
    details: { origin: url.origin, ...(code && { code }) },
    cause: thrown,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there (ECONNREFUSED).',
  ENOTFOUND: 'Its name is not known (ENOTFOUND).',
  EAI_AGAIN: 'The name server does not answer (EAI_AGAIN).',
  ECONNRESET: 'It closed the connection (ECONNRESET).',
  UND_ERR_SOCKET: 'It closed the connection.',
};

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Check the URL and its port, and that the server runs.',
  ENOTFOUND: 'Check the name in the URL; a name of your own network may need its name server, or a VPN.',
  EAI_AGAIN: 'Check that this machine has a network and a name server.',
};

function reasonOf(code: string, causes: readonly unknown[]): string | undefined {
  const last = causes.at(-1);
  return REASONS[code] ?? (last instanceof Error ? last.message : undefined);
}

function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let cause = thrown; cause instanceof Error && causes.length < 10; cause = cause.cause) {
    causes.push(cause);
    if (cause instanceof AggregateError) causes.push(...cause.errors);
  }
  return causes;
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (cause.name === 'TimeoutError') return cause.name;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
