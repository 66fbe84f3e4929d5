/** Addresses of the server that operations show. */

/** Where `serve` listens unless somebody says otherwise. */
export const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:7777';

const DEFAULT_PROJECT = 'default';

/** Returns the address without a slash at its end. */
export function publicUrlOf({ publicUrl = DEFAULT_PUBLIC_URL }: { readonly publicUrl?: string }): string {
  return publicUrl.replace(/\/+$/, '');
}

/** The MCP server of an agent. */
export function agentUrl(publicUrl: string, { project, name }: { readonly project: string; readonly name: string }) {
  const prefix = project === DEFAULT_PROJECT ? '' : `/p/${encodeURIComponent(project)}`;
  return `${publicUrl}${prefix}/mcp/${encodeURIComponent(name)}`;
}

/** The link of a person. What follows `#` is sent to no server, so no log has it. */
export function loginUrl(publicUrl: string, link: string): string {
  return `${publicUrl}/login#${link}`;
}

export function ticketUrl(publicUrl: string, ticket: string): string {
  return `${publicUrl}/session/ticket/exchange?ticket=${encodeURIComponent(ticket)}`;
}
