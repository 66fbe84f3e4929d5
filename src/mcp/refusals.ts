/**
 * Turns what the SDK throws into refusals. No other file needs to know its errors. A server can make the SDK throw anything,
 * so only what our own functions threw can be a bug.
 */
import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
} from '@modelcontextprotocol/client';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

interface FailedExchange {
  readonly url: string;
  readonly signal?: AbortSignal;
  /** Whether a function of ours threw it, and not the SDK. */
  readonly isOurs: (thrown: unknown) => boolean;
}

export interface RefusalOf {
  /** The refusal for an exchange with the server that failed. A bug in a function that was passed in is returned unchanged. */
  refusalOf(thrown: unknown, signal?: AbortSignal): unknown;
  /** The same function, whose errors are recognized later as those of our own code. */
  passing<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R>;
}

export function createRefusalOf(url: string): RefusalOf {
  const ours = new WeakSet<object>();
  return {
    refusalOf: (thrown, signal) => refusalFor(thrown, { url, signal, isOurs: (each) => ours.has(Object(each)) }),
    passing:
      (work) =>
      async (...args) => {
        try {
          return await work(...args);
        } catch (thrown) {
          ours.add(Object(thrown));
          throw thrown;
        }
      },
  };
}

function refusalFor(thrown: unknown, { url, signal, isOurs }: FailedExchange): unknown {
  if (signal?.aborted && signal.reason instanceof Error) return signal.reason;
  const causes = [...chain(thrown)];
  const ours = causes.find((each) => each instanceof Refusal);
  if (ours) return ours;
  const host = new URL(url).host;
  if (thrown instanceof InsufficientScopeError) return scopeMissing(host, thrown);
  if (thrown instanceof SdkHttpError) return answeredStatus(host, thrown);
  if (thrown instanceof ProtocolError) {
    return new Refusal('server-error', {
      what: `${host} answered with an error: ${excerpt(thrown.message)}`,
      why: `JSON-RPC error ${thrown.code}.`,
      hint: 'Check the arguments and the server. --verbose shows the requests.',
      details: { rpc_code: thrown.code },
      cause: thrown,
    });
  }
  if (thrown instanceof SdkError && thrown.code === SdkErrorCode.RequestTimeout) {
    return new Refusal('server-timeout', {
      what: `${host} did not answer in time.`,
      hint: 'Try again; --verbose shows how long each request takes.',
      cause: thrown,
    });
  }
  const network = causes.find(isNetworkError);
  if (network) {
    return new Refusal('server-unreachable', {
      what: `${host} could not be reached.`,
      why: networkReason(network),
      hint: `Check the address and your network: ${url}`,
      cause: thrown,
    });
  }
  const bug = causes.find(isOurs);
  if (bug !== undefined) return bug;
  return new Refusal('server-error', {
    what: `${host} does not answer like an MCP server.`,
    why: excerpt(thrown instanceof Error ? thrown.message : String(thrown)),
    hint: `Check that ${url} is the address of an MCP server with Streamable HTTP.`,
    cause: thrown,
  });
}

function answeredStatus(host: string, { status, data }: SdkHttpError): Refusal {
  const wantsAuthorization = status === 401 || status === 403;
  return new Refusal('server-error', {
    what: wantsAuthorization
      ? `${host} wants authorization, and did not accept what was sent.`
      : `${host} answered with HTTP ${status}.`,
    why: wantsAuthorization
      ? `It answered with HTTP ${status}.`
      : typeof data.text === 'string' && data.text
        ? excerpt(data.text)
        : undefined,
    hint: wantsAuthorization
      ? hint`Look at how the collection is authorized: ${{ do: 'status' }}`
      : 'Try again later; --verbose shows the requests.',
    details: { status },
  });
}

function scopeMissing(host: string, { requiredScope }: InsufficientScopeError): Refusal {
  return new Refusal('insufficient-scope', {
    what: `${host} wants more than was granted.`,
    why: requiredScope ? `It asks for the scope ${requiredScope}.` : undefined,
    hint: hint`Connect again with what is missing: ${{ do: 'status' }}`,
    details: { scope: requiredScope },
  });
}

/** The error and its causes, outermost first. The SDK keeps some causes in `data`. */
function* chain(thrown: unknown): Generator<unknown> {
  for (let each: unknown = thrown, depth = 0; each !== undefined && each !== null && depth < 10; depth++) {
    yield each;
    const { cause, data } = each as { cause?: unknown; data?: { cause?: unknown } };
    each = cause ?? data?.cause;
  }
}

/** `fetch` rejects with a TypeError with one of these messages; its cause has the code of the operating system. */
const isNetworkError = (each: unknown): each is Error =>
  each instanceof Error &&
  ((each.name === 'TypeError' && /^(fetch failed|terminated)$/.test(each.message)) ||
    ('code' in each && /^(E[A-Z]+|UND_ERR_\w+)$/.test(String(each.code))));

function networkReason(network: Error): string {
  const codes = [...chain(network)]
    .map((each) => (each as { code?: unknown }).code)
    .filter((code) => typeof code === 'string');
  return codes.length > 0 ? `The network says ${codes.at(-1)}.` : excerpt(network.message);
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
