/** The types of scripts, which are JavaScript, that tests import. */
declare module '*/scripts/floors.mjs' {
  export const FLOORS: Readonly<Record<string, readonly string[]>>;
  export const TERMINAL_ROOMS: readonly string[];
  export function floorsConfiguration(): object;
}

declare module '*/scripts/installed.mjs' {
  export function isInstalled(root: string): boolean;
}

declare module '*/scripts/generate.mjs' {
  export function generate(): Promise<void>;
}

declare module '*/sdk/guide.mjs' {
  export function statementsOf(page: string): { readonly code: string; readonly name: string | undefined }[];
}
