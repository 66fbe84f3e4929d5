/** Reads challenges of `WWW-Authenticate` (RFC 9110, section 11.6.1) in linear time, and at most 8 KB of them. */

export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** By name in lower case. The first parameter of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly token68?: string;
}

const LIMIT = 8 * 1024;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;
const SPACES = /[ \t]*/y;
const SEPARATORS = /[ \t,]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
/** Wider than a token, because servers write URLs without quotes. */
const UNQUOTED = /[^\s,"]+/y;

/** Returns all challenges in order. Several headers come joined with commas, as `Headers.get` gives them. */
export function parseChallenges(header: string | null): Challenge[] {
  const scan = scanner((header ?? '').slice(0, LIMIT));
  const challenges: Challenge[] = [];
  scan(SEPARATORS);
  for (let scheme = scan(TOKEN); scheme; ) {
    const parameters = new Map<string, string>();
    const hasSpace = scan(SPACES)?.[0] !== '';
    const token68 = hasSpace ? scan(TOKEN68)?.[0] : undefined;
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters, ...(token68 !== undefined && { token68 }) });
    scan(SEPARATORS);
    scheme = readParameters(scan, parameters);
  }
  return challenges;
}

/** Returns the challenge that OAuth can answer: `Bearer`, else `DPoP`, in any position. */
export function bearerChallenge(header: string | null): Challenge | undefined {
  const challenges = parseChallenges(header);
  return challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges.find(({ scheme }) => scheme === 'dpop');
}

/** Reads `name=value` pairs. Returns the scheme of the next challenge, which is a name without a value. */
function readParameters(scan: Scan, parameters: Map<string, string>): RegExpExecArray | undefined {
  for (;;) {
    const name = scan(TOKEN);
    if (!name || !scan(EQUALS)) return name;
    const quoted = scan(QUOTED);
    const value = quoted ? quoted[1]?.replace(/\\(.)/gs, '$1') : scan(UNQUOTED)?.[0];
    // The quote does not end, so nothing after it can be trusted.
    if (value === undefined) return undefined;
    const key = name[0].toLowerCase();
    if (!parameters.has(key)) parameters.set(key, value);
    scan(SEPARATORS);
  }
}

type Scan = (pattern: RegExp) => RegExpExecArray | undefined;

/** Matches sticky patterns one after another. */
function scanner(text: string): Scan {
  let position = 0;
  return (pattern) => {
    pattern.lastIndex = position;
    const match = pattern.exec(text) ?? undefined;
    if (match) position = pattern.lastIndex;
    return match;
  };
}
