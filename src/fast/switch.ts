/**
 * The one switch for every shortcut that must give what the long way gives: `MCPCTL_SLOW=1` sends everything the long
 * way, so that the same tests can run both ways. For developers only; CONTRIBUTING.md tells how to use it.
 */
export function usesFastPaths(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment.MCPCTL_SLOW !== '1';
}
