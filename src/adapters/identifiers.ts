/** UUIDs of version 7 (RFC 9562, section 5.7): unique, and sorted by the time they were made. */
import type { Clock, Identifiers } from '../ports/index.ts';

export function createIdentifiers(clock: Clock): Identifiers {
  return {
    next() {
      const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(16)));
      bytes.writeUIntBE(clock.now(), 0, 6);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
