/** The events of a stream of HTTP+SSE: first the address for messages, then messages. */
import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/client';
import type { EventSourceMessage } from 'eventsource-parser';
import { canParseUrl } from '../can-parse-url.ts';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import { readMessage } from './match-response.ts';
import { withoutNulls } from './without-nulls.ts';

/**
 * The address for messages. Whatever is sent there carries the token, so it must be at the origin of the server.
 *
 * @throws Refusal server-error when the event names no address, url-refused when the address is at another origin
 */
export function endpointIn({ event, data }: EventSourceMessage, url: string): URL {
  if (event !== 'endpoint' || !canParseUrl(data, url)) throw noEndpoint(url);
  const endpoint = new URL(data, url);
  if (endpoint.origin === new URL(url).origin) return endpoint;
  throw new Refusal('url-refused', {
    what: `${new URL(url).host} wants its messages sent to ${printable(endpoint.origin)}, which was refused.`,
    why: 'A token for one server must not be sent to another origin.',
    hint: 'Tell the people who run the server.',
    details: { from: new URL(url).origin, to: endpoint.origin },
  });
}

/** `pending` holds the requests that wait: an error that names no request answers the only one (JSON-RPC 2.0, section 5). */
export function messagesIn(
  { event = 'message', data }: EventSourceMessage,
  pending: ReadonlySet<string | number>,
): readonly JSONRPCMessage[] {
  if (event !== 'message') return [];
  const [first, ...others] = pending;
  const read = (sent: unknown) =>
    first !== undefined && others.length === 0 ? readMessage(sent, first) : withoutNulls(sent);
  try {
    // A batch is an array.
    return [JSON.parse(data)].flat().map((sent) => parseJSONRPCMessage(read(sent)));
  } catch {
    // The SDK skips what is no message as well.
    return [];
  }
}

export function noEndpoint(url: string): Refusal {
  return new Refusal('server-error', {
    what: `${new URL(url).host} names no address for messages.`,
    why: 'HTTP+SSE, the transport of MCP 2024-11-05, wants it as the first event of the stream.',
    hint: `Check that ${url} is the address of an MCP server.`,
  });
}
