import { expect, it } from 'vitest';
import { Secret, withoutSecrets } from '../../../src/secret.ts';
import { noteCurrentToken } from '../../../src/tokens/replaced-tokens.ts';

const MINUTE = 60_000;
let now = 0;
const clock = { elapsed: () => now };
const token = (name: string) => new Secret(`token-of-sixteen-${name}`);
const isHidden = (secret: Secret) => withoutSecrets(secret.reveal()) === '[secret]';

it('a replaced token is hidden for some minutes, and the current one as long as it is current', () => {
  const [first, second, third] = [token('first'), token('second'), token('third')];
  noteCurrentToken('crm', first, clock);
  now += 60 * MINUTE;
  noteCurrentToken('crm', second, clock);
  now += 4 * MINUTE;
  noteCurrentToken('crm', third, clock);
  expect([first, second, third].map(isHidden)).toEqual([true, true, true]);
  now += 2 * MINUTE;
  noteCurrentToken('other', token('other'), clock);
  expect([first, second, third].map(isHidden)).toEqual([false, true, true]);
  now += 60 * MINUTE;
  noteCurrentToken('other', token('last'), clock);
  expect([first, second, third].map(isHidden)).toEqual([false, false, true]);
});

it('a token that is current for something else stays hidden', () => {
  const shared = token('shared');
  noteCurrentToken('one', shared, clock);
  noteCurrentToken('two', shared, clock);
  noteCurrentToken('one', token('newer'), clock);
  now += 10 * MINUTE;
  noteCurrentToken('one', token('newest'), clock);
  expect(isHidden(shared)).toBe(true);
});

it('ten thousand renewals keep as many tokens as some minutes have', () => {
  const texts = Array.from({ length: 10_000 }, (_, index) => token(`renewed-${index}`));
  for (const each of texts) {
    now += 1000;
    noteCurrentToken('often', each, clock);
  }
  expect(texts.filter(isHidden).length).toBeLessThan(302);
});
