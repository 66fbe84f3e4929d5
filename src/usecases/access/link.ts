/** One-time links: how a person gets in for the first time, or again. */
import type { Ports } from '../../ports/index.ts';
import { principalOf } from '../../principal.ts';
import type { Credential, Person } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { hashOfBearer, newBearer } from '../../tokens/bearer.ts';

const MINUTES = 60_000;
const HOURS = 60 * MINUTES;

const LINK_LIVES = 15 * MINUTES;

/** How long the token lives that a link is exchanged for: the session of a browser, or the login of a command line. */
const LIVES = { browser: 12 * HOURS, 'command-line': 90 * 24 * HOURS } as const;

export interface ExchangeLinkInput {
  readonly link: Secret;
  readonly use: keyof typeof LIVES;
}

export interface Login {
  readonly person: Person;
  readonly token: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** @param now Milliseconds since 1970. */
export function newLink(person: Person, now: number) {
  return credentialOf(person, { kind: 'link', now, expiresAt: now + LINK_LIVES });
}

/**
 * Takes the link, so that it is good once, and returns a token of the person.
 * @throws Refusal `link-used` for one that is unknown, expired, used, or of a person who was removed
 */
export async function exchangeLink(
  { link, use }: ExchangeLinkInput,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Login> {
  const hash = await hashOfBearer(link);
  const now = clock.now();
  const taken = await state.write((tables) => tables.credentials.take(hash, 'link'));
  if (taken === undefined || taken.expiresAt <= now) throw linkUsed();
  const { project, user, createdAt } = taken;
  const person = await state.read((tables) => tables.people.find(project, principalOf(user).subject));
  if (person === undefined || person.createdAt > createdAt) throw linkUsed();
  const { credential, secret } = await credentialOf(person, { kind: 'login', now, expiresAt: now + LIVES[use] });
  await state.write((tables) => tables.credentials.save(credential));
  return { person, token: secret, expiresAt: credential.expiresAt };
}

interface Wanted {
  readonly kind: 'link' | 'login';
  readonly now: number;
  readonly expiresAt: number;
}

/** Rights and agents of a person are not in it: those of now count. */
async function credentialOf({ project, name }: Person, { kind, now, expiresAt }: Wanted) {
  const { secret, hash } = await newBearer(kind);
  const credential: Credential = {
    ...{ hash, kind, project, user: name, name, parent: '', agents: [] },
    ...{ createdAt: now, expiresAt },
  };
  return { credential, secret };
}

function linkUsed(): Refusal {
  return new Refusal('link-used', {
    what: 'This link does not let you in.',
    why: 'It was used already, its 15 minutes are over, or it is not complete.',
    hint: 'Ask an owner of the project for another link.',
  });
}
