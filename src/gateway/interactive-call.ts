/** A call in the middle of which the server may ask: it goes on while its client comes and goes with answers. */
import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { Result } from '../mcp/forward-request.ts';
import type { ServerRequestMethod } from '../mcp/server-messages.ts';
import type { ForwardedRequest } from './gateway.ts';

export interface InteractiveCall {
  /** What is asked and not answered yet, by a key of ours. */
  questions(): Readonly<Record<string, { method: ServerRequestMethod; params: Record<string, unknown> }>>;
  answer(answers: Readonly<Record<string, unknown>>): void;
  /** The result, or undefined when there is a question first. Whoever waits here is told of progress and log lines. */
  advance(client: ForwardedRequest): Promise<Result | undefined>;
  /** Settles with the call, and never fails. */
  readonly over: Promise<void>;
  cancel(reason: Error): void;
}

interface Question {
  readonly method: ServerRequestMethod;
  readonly params: Record<string, unknown>;
  readonly answer: (result: Result) => void;
}

const NEEDED = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
} as const;

export function startInteractiveCall(
  first: ForwardedRequest,
  capabilities: ClientCapabilities,
  send: (passing: ForwardedRequest) => Promise<Result>,
): InteractiveCall {
  const abort = new AbortController();
  const questions = new Map<string, Question>();
  let front = first;
  let count = 0;
  let wake = () => {};

  const ask = (method: ServerRequestMethod, params: Record<string, unknown>, signal: AbortSignal) =>
    new Promise<Result>((answer, refuse) => {
      if (!capabilities[NEEDED[method]]) throw new Error(`The client cannot be asked for ${method}.`);
      count += 1;
      const key = `question_${count}`;
      questions.set(key, { method, params, answer });
      const takeBack = () => {
        questions.delete(key);
        refuse(signal.reason);
      };
      signal.addEventListener('abort', takeBack, { once: true });
      wake();
    });
  const result = send({
    ...first,
    caller: { ask, log: (params) => front.caller.log(params) },
    signal: abort.signal,
    onProgress: (progress) => front.onProgress?.(progress),
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
      front = client;
      const cancel = () => abort.abort(client.signal.reason);
      client.signal.addEventListener('abort', cancel, { once: true });
      const asked = new Promise<undefined>((done) => {
        wake = () => done(undefined);
      });
      if (questions.size > 0) wake();
      return Promise.race([result, asked]).finally(() => client.signal.removeEventListener('abort', cancel));
    },
    over: result.then(
      () => {},
      () => {},
    ),
    cancel: (reason) => abort.abort(reason),
  };
}
