/**
 * A server that no longer knows a session, because it was restarted, say. It should answer with HTTP 404 (MCP 2025-11-25,
 * "Session Management"); many answer with 400 and a text about the session. In both cases it has not looked at the request,
 * so the request is sent again in a new session, once.
 */
import type { Lazy } from '../lazy.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from './session.ts';

/** Whether a response to a request that carried a session id says that the session is unknown. */
export function isAboutSession(status: number, text: string): boolean {
  return status === 404 || (status === 400 && /session/i.test(text));
}

/** Whether the work failed because the server no longer knows this session. */
export function isSessionLost(thrown: unknown, { isStateful }: Pick<Session, 'isStateful'>): boolean {
  if (!(thrown instanceof Refusal) || thrown.code !== 'server-error') return false;
  const { status, session_ended: hasEnded } = thrown.details;
  if (hasEnded === true) return true;
  return status === 404 || (isStateful && typeof status === 'number' && isAboutSession(status, thrown.why ?? ''));
}

/** A request that was not sent, because the stream that carries the session is over. */
export function sessionEnded(url: string): Refusal {
  return new Refusal('server-error', {
    what: `${new URL(url).host} has ended the session.`,
    why: 'Its stream is over.',
    hint: 'Try again.',
    details: { session_ended: true },
  });
}

/**
 * Does the work in the session, and once more in a new one when the server has lost the first.
 *
 * @throws whatever the work throws, and what opening a session throws
 */
export async function inKnownSession<T>(
  sessions: Pick<Lazy<Session>, 'get' | 'drop'>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const used = await sessions.get();
  try {
    return await work(used);
  } catch (thrown) {
    if (!isSessionLost(thrown, used)) throw thrown;
    await sessions.drop(used);
    return work(await sessions.get());
  }
}
