/** The version of this program: scripts/build.mjs writes it into the bundle. Sources that run unbuilt are 0.0.0. */
declare const MCPCTL_VERSION: string | undefined;

export const VERSION = typeof MCPCTL_VERSION === 'string' ? MCPCTL_VERSION : '0.0.0';
