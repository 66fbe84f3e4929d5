/**
 * Tokens that were replaced. Some minutes later nobody can use them, and then the texts that go out are no longer searched for
 * them: a gateway that renews for weeks would search for ever more, and hold all of them.
 */
import type { Clock } from '../ports/index.ts';
import { forgetSecret, type Secret } from '../secret.ts';

/** Time for requests that carry the old token, and for servers that repeat it. Milliseconds. */
const REMEMBERED = 5 * 60_000;

/** What a token is, by what it is for. */
const current = new Map<string, string>();
let replaced: { readonly value: string; readonly at: number }[] = [];

/** Notes the token of this use, and forgets those that were replaced long ago. */
export function noteCurrentToken(use: string, token: Secret, { elapsed }: Pick<Clock, 'elapsed'>): void {
  const [before, value] = [current.get(use), token.reveal()];
  if (before === value) return;
  const now = elapsed();
  current.set(use, value);
  if (before !== undefined) replaced.push({ value: before, at: now });
  const old = replaced.filter(({ at }) => now - at >= REMEMBERED);
  if (old.length === 0) return;
  replaced = replaced.filter(({ at }) => now - at < REMEMBERED);
  const needed = new Set([...current.values(), ...replaced.map((each) => each.value)]);
  for (const each of old) if (!needed.has(each.value)) forgetSecret(each.value);
}
