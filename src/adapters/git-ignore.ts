/**
 * The patterns of a `.gitignore`, as git reads them. They match bytes, so texts are handled as Latin-1 of their UTF-8.
 *
 * @see https://git-scm.com/docs/gitignore
 */

/** One line. The last pattern of a file that matches decides, and before it the file that is nearest to the path. */
interface Pattern {
  readonly isNegated: boolean;
  readonly onlyFolders: boolean;
  /** Whether the pattern is about the whole path, and not about a name in any folder. */
  readonly isPath: boolean;
  /** The text before the first token that is no plain text, and behind the last: most paths differ there already. */
  readonly start: string;
  readonly end: string;
  readonly between: readonly Token[];
}

/** A character, or a test of one; any text within a name; any text; any number of whole folders. */
type Token = string | ((character: string) => boolean) | typeof NAME | typeof ANY | typeof FOLDERS;
const NAME = 1;
const ANY = 2;
const FOLDERS = 3;

/** Says whether a path is ignored or explicitly not; `undefined` when no pattern matches it. */
export type Ignores = (path: string, isFolder: boolean) => boolean | undefined;

/** Makes the test of a path relative to the folder of the file, with `/` between names. It does not look at folders above. */
export function ignoresOf(text: string, ignoresCase = false): Ignores {
  const asBytes = (each: string) => Buffer.from(ignoresCase ? each.toLowerCase() : each).toString('latin1');
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => patternOf(asBytes(line)) ?? [])
    .reverse();
  return (path, isFolder) => {
    const whole = asBytes(path);
    const name = whole.slice(whole.lastIndexOf('/') + 1);
    const found = patterns.find(
      (pattern) => (isFolder || !pattern.onlyFolders) && matches(pattern, pattern.isPath ? whole : name),
    );
    return found && !found.isNegated;
  };
}

function patternOf(line: string): Pattern | undefined {
  if (line.startsWith('#')) return undefined;
  let text = withoutTrailingSpaces(line);
  const isNegated = text.startsWith('!');
  if (isNegated) text = text.slice(1);
  const onlyFolders = text.endsWith('/');
  if (onlyFolders) text = text.slice(0, -1);
  if (text === '') return undefined;
  const isPath = text.includes('/');
  const tokens = tokensOf(isPath && text.startsWith('/') ? text.slice(1) : text);
  if (!tokens) return undefined;
  const isPlain = (token: Token) => typeof token === 'string';
  const first = tokens.findIndex((token) => !isPlain(token));
  if (first === -1) return { isNegated, onlyFolders, isPath, start: tokens.join(''), end: '', between: [] };
  const last = tokens.findLastIndex((token) => !isPlain(token));
  const [start, end] = [tokens.slice(0, first).join(''), tokens.slice(last + 1).join('')];
  return { isNegated, onlyFolders, isPath, start, end, between: tokens.slice(first, last + 1) };
}

/** A space behind a backslash stays. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === ' ') continue;
    end = Math.min(at + 1, line.length);
  }
  return line.slice(0, end);
}

/** `undefined` for a pattern that matches nothing. */
function tokensOf(text: string): Token[] | undefined {
  // git compares the text before the first special character by itself, so `**` behind it is at the beginning.
  const start = /[*?[\\]/.exec(text)?.index ?? text.length;
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character === '*') {
      const end = at + (/^\*+/.exec(text.slice(at))?.[0].length ?? 1);
      const isWhole = (at <= start || text[at - 1] === '/') && /^(?:$|\\?\/)/.test(text.slice(end));
      const isDeep = end - at > 1 && isWhole;
      // `**/` also matches nothing, with its slash.
      const skipsSlash = isDeep && text[end] === '/';
      tokens.push(skipsSlash ? FOLDERS : isDeep ? ANY : NAME);
      at = skipsSlash ? end + 1 : end;
    } else if (character === '[') {
      const set = setAt(text, at);
      if (!set) return undefined;
      tokens.push(set.has);
      at = set.end;
    } else if (character === '?') {
      tokens.push((each) => each !== '/');
      at++;
    } else if (character === '\\') {
      if (at + 1 === text.length) return undefined;
      tokens.push(text.charAt(at + 1));
      at += 2;
    } else {
      tokens.push(character);
      at++;
    }
  }
  return tokens;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z\d]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[\dA-Fa-f]/,
};

/** A set in brackets; `undefined` where the bracket is never closed. */
function setAt(text: string, from: number): { has: (character: string) => boolean; end: number } | undefined {
  const tests: ((character: string) => boolean)[] = [];
  let at = from + 1;
  const isNegated = text[at] === '!' || text[at] === '^';
  if (isNegated) at++;
  let previous = '';
  for (let isFirst = true; ; isFirst = false) {
    let character = text[at];
    if (character === undefined) return undefined;
    if (character === ']' && !isFirst) break;
    if (character === '-' && previous !== '' && text[at + 1] !== undefined && text[at + 1] !== ']') {
      at++;
      if (text[at] === '\\') at++;
      const [low, high] = [previous, text[at]];
      if (high === undefined) return undefined;
      tests.push((each) => low <= each && each <= high);
      previous = '';
    } else if (character === '[' && text[at + 1] === ':') {
      const close = text.indexOf(']', at + 2);
      if (close === -1) return undefined;
      const name = text.slice(at + 2, close - 1);
      if (text[close - 1] === ':' && close - 1 >= at + 2) {
        const ofClass = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
        if (!ofClass) return undefined;
        tests.push((each) => ofClass.test(each));
        at = close;
        previous = '';
      } else {
        // Without a colon at its end it is no class, but an ordinary bracket.
        tests.push((each) => each === '[');
        previous = '[';
      }
    } else {
      if (character === '\\') {
        character = text[++at];
        if (character === undefined) return undefined;
      }
      const wanted = character;
      tests.push((each) => each === wanted);
      previous = wanted;
    }
    at++;
  }
  return { has: (each) => each !== '/' && tests.some((test) => test(each)) !== isNegated, end: at + 1 };
}

function matches({ start, end, between }: Pattern, text: string): boolean {
  if (between.length === 0) return text === start;
  const isNear = text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
  return isNear && matchesTokens(between, text, start.length, text.length - end.length);
}

/** Takes time in proportion to the length of the pattern times that of the text, whatever both are. */
function matchesTokens(tokens: readonly Token[], text: string, from: number, to: number): boolean {
  // Which positions of the text the tokens so far can reach.
  let reached = new Uint8Array(to + 1);
  reached[from] = 1;
  for (const token of tokens) {
    const next = new Uint8Array(to + 1);
    let isOpen = false;
    for (let at = from; at <= to; at++) {
      if (typeof token === 'string' || typeof token === 'function') {
        if (reached[at] && at < to && isOne(token, text.charAt(at))) next[at + 1] = 1;
        continue;
      }
      if (reached[at]) isOpen = true;
      if (token === FOLDERS ? reached[at] || (isOpen && text[at - 1] === '/') : isOpen) next[at] = 1;
      if (token === NAME && text[at] === '/') isOpen = false;
    }
    reached = next;
  }
  return reached[to] === 1;
}

function isOne(token: string | ((character: string) => boolean), character: string): boolean {
  return typeof token === 'string' ? token === character : token(character);
}
