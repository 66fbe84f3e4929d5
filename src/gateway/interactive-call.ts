/** A call in the middle of which the server may ask. It goes on while its client comes and goes with answers. */
import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { Result } from '../mcp/forward-request.ts';
import type { ServerRequestMethod } from '../mcp/server-messages.ts';
import type { ClientChannel, ForwardedRequest, SendRequest } from './forwarded-request.ts';

export interface InteractiveCall {
  /** The questions that are not answered yet, by keys that the gateway has made. */
  questions(): Readonly<Record<string, { method: ServerRequestMethod; params: Record<string, unknown> }>>;
  answer(answers: Readonly<Record<string, unknown>>): void;
  /** Waits for the result; undefined when a question comes first. Meanwhile progress and log lines go to this client. */
  advance(client: ForwardedRequest): Promise<Result | undefined>;
  /** Resolves when the call has ended. Never fails. */
  readonly ended: Promise<void>;
  cancel(reason: Error): void;
}

interface Question {
  readonly method: ServerRequestMethod;
  readonly params: Record<string, unknown>;
  readonly answer: (result: Result) => void;
}

/** The capability that a client needs to be sent a request. */
const NEEDED_CAPABILITY = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
} as const;

export function startInteractiveCall(
  first: ForwardedRequest,
  capabilities: ClientCapabilities,
  send: SendRequest,
): InteractiveCall {
  const abort = new AbortController();
  const questions = new Map<string, Question>();
  let current = first;
  let count = 0;
  let onQuestion = () => {};

  const ask: ClientChannel['request'] = (method, params, signal) =>
    new Promise<Result>((answer, reject) => {
      if (!capabilities[NEEDED_CAPABILITY[method]]) throw new Error(`The client cannot be asked for ${method}.`);
      count += 1;
      const key = `question_${count}`;
      questions.set(key, { method, params, answer });
      const withdraw = () => {
        questions.delete(key);
        reject(signal.reason);
      };
      signal.addEventListener('abort', withdraw, { once: true });
      onQuestion();
    });
  const result = send({
    ...first,
    channel: {
      request: ask,
      log: (params) => current.channel.log(params),
      caughtUp: () => current.channel.caughtUp?.(),
    },
    signal: abort.signal,
    onProgress: (progress) => current.onProgress?.(progress),
  });

  return {
    questions: () => Object.fromEntries([...questions].map(([key, { method, params }]) => [key, { method, params }])),
    answer(answers) {
      for (const [key, { answer }] of questions) {
        if (!Object.hasOwn(answers, key)) continue;
        questions.delete(key);
        answer(answers[key] as Result);
      }
    },
    async advance(client) {
      current = client;
      const cancel = () => abort.abort(client.signal.reason);
      client.signal.addEventListener('abort', cancel, { once: true });
      const questioned = new Promise<undefined>((resolve) => {
        onQuestion = () => resolve(undefined);
      });
      if (questions.size > 0) onQuestion();
      return Promise.race([result, questioned]).finally(() => client.signal.removeEventListener('abort', cancel));
    },
    ended: result.then(
      () => {},
      () => {},
    ),
    cancel: (reason) => abort.abort(reason),
  };
}
