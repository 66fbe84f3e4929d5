/**
 * Whether the text is a URL that `new URL` takes.
 *
 * Stands for `URL.canParse`, which Node 20 answers wrongly once it is called often: the compiled call reads a text with
 * letters such as ü as if it were UTF-8, and refuses it.
 */
export function canParseUrl(text: string, base?: string | URL): boolean {
  try {
    new URL(text, base);
    return true;
  } catch {
    return false;
  }
}
