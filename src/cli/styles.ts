/** The few styles of our output, by meaning. Colour never carries meaning alone. */

type Style = (text: string) => string;

export interface Styles {
  readonly bad: Style;
  readonly careful: Style;
  readonly good: Style;
  readonly accent: Style;
  readonly strong: Style;
  readonly faint: Style;
}

export function styles(color: boolean): Styles {
  return color ? COLORED : PLAIN;
}

/** Select Graphic Rendition (ECMA-48, section 8.3.117): the number that begins a style, and the one that ends it. */
function rendition(begin: number, end: number): Style {
  return (text) => (text === '' ? '' : `\u001b[${begin}m${text}\u001b[${end}m`);
}

const bold = rendition(1, 22);
const red = rendition(31, 39);
const yellow = rendition(33, 39);

const COLORED: Styles = {
  bad: (text) => red(bold(text)),
  careful: (text) => yellow(bold(text)),
  good: rendition(32, 39),
  accent: rendition(36, 39),
  strong: bold,
  faint: rendition(2, 22),
};

const same: Style = (text) => text;
const PLAIN: Styles = { bad: same, careful: same, good: same, accent: same, strong: same, faint: same };
