/** `@mcpctl/client`: the HTTP API of `mcpctl serve`. */
export type { components, paths } from './api.ts';
export { McpctlClient, type McpctlClientOptions } from './client.ts';
export { McpctlError } from './error.ts';
export type { Clock, RequestOptions } from './send.ts';
