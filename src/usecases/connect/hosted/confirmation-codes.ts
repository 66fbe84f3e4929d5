/** The one-time code that a page hands over, and the six digits that a person types instead. */
import { sha256Of } from '../../../sha256.ts';
import { randomToken } from '../../../tokens/bearer.ts';
import type { Confirmation } from './stored-consent.ts';

export interface ConfirmationCodes {
  readonly code: string;
  readonly digits: string;
}

export const MOST_WRONG_CODES = 3;

export function newCodes(): ConfirmationCodes {
  return { code: randomToken(''), digits: sixDigits() };
}

export async function confirmationOf(id: string, { code, digits }: ConfirmationCodes): Promise<Confirmation> {
  return { codeHash: await hashOf(id, code), digitsHash: await hashOf(id, digits), wrong: 0 };
}

/** People type digits with spaces. */
export async function isRight(id: string, given: string, { codeHash, digitsHash }: Confirmation): Promise<boolean> {
  const hash = await hashOf(
    id,
    given.replace(/[\s-]/g, (sign) => (/^[\d\s-]+$/.test(given) ? '' : sign)),
  );
  return hash === codeHash || hash === digitsHash;
}

function hashOf(id: string, code: string): Promise<string> {
  return sha256Of(`${id} ${code}`);
}

/** Every number is as likely as every other: those above the last whole million are drawn again. */
function sixDigits(): string {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn < 4_294_000_000 ? String(drawn % 1_000_000).padStart(6, '0') : sixDigits();
}
