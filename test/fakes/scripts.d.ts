/** Scripts that tests import are JavaScript: what they export. */
declare module '*/scripts/floors.mjs' {
  export const FLOORS: Readonly<Record<string, readonly string[]>>;
  export const TERMINAL_ROOMS: readonly string[];
  export function floorsConfiguration(): object;
}

declare module '*/scripts/generate.mjs' {
  export function generate(): Promise<void>;
}
