/**
 * The version with which a server answers `initialize` (MCP 2025-11-25, "Version Negotiation"). The SDK throws a plain error
 * for one that it does not know, so the version is looked at before the SDK sees it.
 */
import { SUPPORTED_PROTOCOL_VERSIONS, type Transport } from '@modelcontextprotocol/client';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';

/** Must be called before the transport is connected. The promise rejects when the server answers with an unknown version. */
export function watchProtocolVersion(transport: Transport, url: string): Promise<never> {
  const { onmessage, send } = transport;
  let isInitializing = false;
  let reject = (_refusal: Refusal) => {};
  const refused = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  refused.catch(() => {});
  transport.send = (message, options) => {
    isInitializing ||= 'method' in message && message.method === 'initialize';
    return send.call(transport, message, options);
  };
  // The client calls this handler before its own.
  transport.onmessage = (message) => {
    if (isInitializing && 'result' in message) {
      isInitializing = false;
      const { protocolVersion } = message.result;
      if (typeof protocolVersion === 'string' && !isKnown(protocolVersion))
        reject(unknownVersion(url, protocolVersion));
    }
    onmessage?.(message);
  };
  return refused;
}

const isKnown = (version: string) => SUPPORTED_PROTOCOL_VERSIONS.includes(version);

function unknownVersion(url: string, version: string): Refusal {
  const [newest = ''] = SUPPORTED_PROTOCOL_VERSIONS;
  return new Refusal('server-error', {
    what: `${new URL(url).host} speaks version ${printable(version)} of MCP, which mcpctl does not know.`,
    why: `mcpctl offered ${newest}, and knows ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}.`,
    hint: 'Look for a newer mcpctl, or tell the people who run the server.',
    details: { protocol_version: version, supported_versions: [...SUPPORTED_PROTOCOL_VERSIONS] },
  });
}
