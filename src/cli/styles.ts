/** The few styles of our output, by meaning. Colour never carries meaning alone. */

export type Styles = ReturnType<typeof styles>;

export function styles(color: boolean) {
  const style = color ? painted : plain;
  return {
    bad: style(RED, BOLD),
    careful: style(YELLOW, BOLD),
    good: style(GREEN),
    accent: style(CYAN),
    strong: style(BOLD),
    faint: style(FAINT),
  };
}

/** What switches a style on and off again: Select Graphic Rendition of ECMA-48. */
type Rendition = readonly [on: number, off: number];

const BOLD: Rendition = [1, 22];
const FAINT: Rendition = [2, 22];
const RED: Rendition = [31, 39];
const GREEN: Rendition = [32, 39];
const YELLOW: Rendition = [33, 39];
const CYAN: Rendition = [36, 39];

function painted(...renditions: readonly Rendition[]) {
  const before = renditions.map(([on]) => `\u001b[${on}m`).join('');
  const after = renditions.map(([, off]) => `\u001b[${off}m`).reverse();
  return (text: string) => (text === '' ? '' : `${before}${text}${after.join('')}`);
}

function plain() {
  return (text: string) => text;
}
