/** The styles of ./styles.ts for whoever starts so often that chalk is loaded only where there is colour. */

type Style = (text: string) => string;

export interface Styles {
  readonly bad: Style;
  readonly careful: Style;
  readonly good: Style;
  readonly accent: Style;
  readonly strong: Style;
  readonly faint: Style;
}

const same: Style = (text) => text;
const PLAIN: Styles = { bad: same, careful: same, good: same, accent: same, strong: same, faint: same };

export async function loadStyles(color: boolean): Promise<Styles> {
  return color ? (await import('./styles.ts')).styles(color) : PLAIN;
}
