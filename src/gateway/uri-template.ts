/** Whether a URI is of the form of a template (RFC 6570): in linear time, since both may come from a hostile server. */

const EXPRESSION = /\{([+#./;?&]?)[^{}]*\}/g;
/** Operators target values may hold any character, or none. */
const ANYTHING = '+#/?&';

/** The literals must follow each other, and what stands for a simple expression holds no slash and is not empty. */
export function fitsTemplate(template: string, uri: string): boolean {
  const expressions = [...template.matchAll(EXPRESSION)];
  let at = 0;
  let literalFrom = 0;
  let operator: string | undefined;
  for (const end of [...expressions, undefined]) {
    const literal = template.slice(literalFrom, end?.index);
    // The last literal ends the URI; the others are taken where they first come.
    const isLast = end === undefined;
    const found = operator === undefined ? 0 : isLast ? uri.length - literal.length : uri.indexOf(literal, at + 1);
    if (found < at || !uri.startsWith(literal, found)) return false;
    if (operator !== undefined && !ANYTHING.includes(operator || 'x') && !isValue(uri.slice(at, found))) return false;
    at = found + literal.length;
    literalFrom = end === undefined ? template.length : end.index + end[0].length;
    operator = end?.[1];
  }
  return at === uri.length;
}

function isValue(text: string): boolean {
  return text !== '' && !text.includes('/');
}
