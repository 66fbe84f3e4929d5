/** Matches a URI against a template (RFC 6570), in linear time, because both may come from a hostile server. */

const EXPRESSION = /\{([+#./;?&]?)[^{}]*\}/g;
/** The operators whose expressions may become any characters, or none. */
const OPEN_OPERATORS = '+#/?&';

/** The literals must follow each other. The value of a simple expression is not empty and has no slash. */
export function fitsTemplate(template: string, uri: string): boolean {
  const expressions = [...template.matchAll(EXPRESSION)];
  let at = 0;
  let literalFrom = 0;
  let operator: string | undefined;
  for (const end of [...expressions, undefined]) {
    const literal = template.slice(literalFrom, end?.index);
    // The last literal must end the URI. Each other one is matched where it first occurs.
    const isLast = end === undefined;
    const found = operator === undefined ? 0 : isLast ? uri.length - literal.length : uri.indexOf(literal, at + 1);
    if (found < at || !uri.startsWith(literal, found)) return false;
    if (operator !== undefined && !OPEN_OPERATORS.includes(operator || 'x') && !isValue(uri.slice(at, found)))
      return false;
    at = found + literal.length;
    literalFrom = end === undefined ? template.length : end.index + end[0].length;
    operator = end?.[1];
  }
  return at === uri.length;
}

function isValue(text: string): boolean {
  return text !== '' && !text.includes('/');
}

/**
 * Whether the template names its scheme and its authority (RFC 3986, section 3) before its first expression, so that it cannot
 * fit the URIs of others: `crm://customer/{id}` and `file:///{+path}`, but not `crm://{id}`, `{+any}` or `urn:{name}`.
 */
export function hasLiteralAuthority(template: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^/{}?#]*(?:[/?#]|$)/i.test(template);
}
