/** What a secret looks like by itself: the formats of known services, and passwords and parameters in URLs. */
import { isSecretParameter } from './secret-names.ts';

/**
 * Formats that services publish so that leaked secrets can be found. They are one pattern, since every string of every
 * manifest is matched against it. Every repetition has a bound, so that no string takes more than linear time.
 */
function formats(): RegExp {
  compiled ??= new RegExp(
    [
      /gh[oprsu]_[A-Za-z0-9]{30}/, // GitHub tokens
      /github_pat_\w{30}/,
      /gl(?:pat|oas|dt|rt|ptt|ft|cbt|imt|agent|soat)-[\w-]{20}/, // GitLab
      /xox[abeoprs]-[\w-]{10}/, // Slack
      /xapp-\d-[A-Z0-9]{8}/,
      /hooks\.slack\.com\/services\/T\w{6,20}\/B\w{6,20}\/\w{20}/,
      /[rs]k_(?:live|test)_[A-Za-z0-9]{10}/, // Stripe
      /whsec_[A-Za-z0-9+/]{24}/,
      /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/, // AWS
      /\bAIza[\w-]{35}/, // Google
      /\bGOCSPX-[\w-]{20}/,
      /\bya29\.[\w-]{20}/,
      /\b1\/\/0[\w-]{30}/,
      /\bsk-(?:ant|proj|svcacct|or|admin)-[\w-]{20}/, // Anthropic, OpenAI, OpenRouter
      /\bsk-[A-Za-z0-9]{20}T3BlbkFJ/,
      /\bsk-[A-Za-z0-9]{40}/,
      /\bnpm_[A-Za-z0-9]{36}/,
      /\bpypi-AgE[\w-]{50}/,
      /\bhf_[A-Za-z]{30}/, // Hugging Face
      /\bSG\.[\w-]{16,32}\.[\w-]{16}/, // SendGrid
      /\bkey-[0-9a-f]{32}\b/, // Mailgun
      /\bsq0(?:atp|csp)-[\w-]{22}/, // Square
      /\bEAAA[\w-]{60}/,
      /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/, // Shopify
      /\bdo[opr]_v1_[0-9a-f]{64}/, // DigitalOcean
      /\bdapi[0-9a-f]{32}/, // Databricks
      /\bdp\.(?:pt|st|ct)\.[\w.-]{40}/, // Doppler
      /\blin_(?:api|oauth)_[A-Za-z0-9]{32}/, // Linear
      /\b(?:ntn|secret)_[A-Za-z0-9]{43}/, // Notion
      /\bfigd_[\w-]{40}/,
      /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}/, // Airtable
      /\bATATT3[\w=-]{50}/, // Atlassian
      /\b(?:PMAK|NRAK)-[A-Za-z0-9-]{24}/, // Postman, New Relic
      /\bglsa_\w{32}/, // Grafana
      /\bhv[bs]\.[\w-]{24}/, // HashiCorp Vault
      /\bAGE-SECRET-KEY-1[A-Z0-9]{58}/,
      /\b\d{8,10}:AA[\w-]{33}/, // Telegram
      /\b\w{3}8Q~[\w.~-]{34}/, // Microsoft Entra ID
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,5}PRIVATE KEY(?: BLOCK)?-----/,
      /(?<![\w-])eyJ[\w-]{8,512}\.eyJ[\w-]{8}/, // JSON Web Token, RFC 7519
      /\b[Bb]earer\s{1,4}(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{16}/,
      /\b[Bb]asic\s{1,4}(?=[A-Za-z+/]{0,200}\d)[A-Za-z0-9+/]{16}/,
    ]
      .map(({ source }) => source)
      .join('|'),
  );
  return compiled;
}

let compiled: RegExp | undefined;

/** Whether the text holds a secret of a known format. */
export function looksSecret(text: string): boolean {
  return mayHoldSecret(text) && (formats().test(text) || !parameterSpans(text).next().done);
}

const PARAMETER = /[?&#;]([\w.~%+-]{2,64})=([^&#;\s"'`<>{}$]{8,})/g;

/** The values of parameters that are made for secrets, such as `?apiKey=…`. A value of a few characters is none. */
function* parameterSpans(text: string): Generator<[start: number, end: number]> {
  if (!text.includes('=')) return;
  for (const { index, 0: found, 1: name = '', 2: value = '' } of text.matchAll(PARAMETER)) {
    const end = index + found.length;
    if (isSecretParameter(withoutPercents(name), value)) yield [end - value.length, end];
  }
}

function withoutPercents(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * All formats have a mark or a random word, and most texts have neither. This test is fast, while the pattern above takes
 * milliseconds to compile; most manifests never need it.
 */
function mayHoldSecret(text: string): boolean {
  return text.length >= RANDOM_WORD && (hasFormatMark(text) || hasRandomWord(text));
}

/** Each begins with a character that few texts have, so that the search is fast. */
const MARKS = ['=', '~', 'whsec_', 'bearer', 'Bearer', 'basic', 'Basic', '-----B'];

/** When a whole text has no mark, no part of it has one. */
export function hasFormatMark(text: string): boolean {
  return MARKS.some((mark) => text.includes(mark));
}

/** The length of the shortest format. */
const RANDOM_WORD = 15;

/**
 * Whether the text has fifteen letters, digits, `_` and `-` in a row, with more capitals and digits than a name has, or
 * more small letters than a word. Such a row covers at least one of every fifteen characters, so the search tests each
 * fifteenth character, and its neighbours only when it can belong to a row.
 */
export function hasRandomWord(text: string): boolean {
  for (let at = RANDOM_WORD - 1; at < text.length; at += RANDOM_WORD) {
    if (!KINDS[text.charCodeAt(at)]) continue;
    let start = at;
    while (start > 0 && KINDS[text.charCodeAt(start - 1)]) start--;
    while (at < text.length && KINDS[text.charCodeAt(at)]) at++;
    if (at - start >= RANDOM_WORD && isRandom(text, start, at)) return true;
  }
  return false;
}

function isRandom(text: string, start: number, end: number): boolean {
  let capitalsAndDigits = 0;
  let letters = 0;
  for (let at = start; at < end; at++) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind === CAPITAL_OR_DIGIT) capitalsAndDigits++;
    letters = kind === SMALL_LETTER ? letters + 1 : 0;
    if (capitalsAndDigits === 3 || letters === 15) return true;
  }
  return false;
}

/** The kind of each character that words have, by its code. A table, since this is read for very many characters. */
const [SMALL_LETTER, CAPITAL_OR_DIGIT, JOINER] = [1, 2, 3];
const KINDS = new Uint8Array(128)
  .fill(SMALL_LETTER, 0x61, 0x7b)
  .fill(CAPITAL_OR_DIGIT, 0x41, 0x5b)
  .fill(CAPITAL_OR_DIGIT, 0x30, 0x3a);
KINDS[0x5f] = JOINER;
KINDS[0x2d] = JOINER;

/** The spans of secrets of known formats, up to the next character that ends a word. */
export function secretSpansIn(text: string): [start: number, end: number][] {
  if (!mayHoldSecret(text)) return [];
  const greedy = new RegExp(`(?:${formats().source})[^\\s"'\`,;}\\]]*`, 'g');
  const known = [...text.matchAll(greedy)].map(({ index, 0: found }): [number, number] => [
    index,
    index + found.length,
  ]);
  return [...known, ...parameterSpans(text)];
}

/** Whether a value only tells where a secret is: a reference (docs/cli.md), or a placeholder of a template. */
export function isReference(text: string): boolean {
  return /^(?:-|env:\w+|file:.+|op:\/\/.+|exec:.+|\$\{[^}]*\}|\{\{[^}]*\}\}|<[^>]*>)?$/s.test(text);
}

/** Whether a text under a name for secrets is a secret, and not a reference, a placeholder or an address. */
export function isSecretText(text: string): boolean {
  return !isReference(text) && !/^https?:\/\/[^@]*$/i.test(text);
}

/** Whether the text holds a URL with a password before its host. */
export function hasUrlPassword(text: string): boolean {
  return text.includes('@') && /:\/\/[^\s/:@]{0,128}:[^\s/@]{1,512}@/.test(text);
}
