import type { RefusalCode } from '../refusal.ts';

/**
 * What a request can be refused for besides what an operation refuses (src/refusal.ts): each code with its status and its
 * meaning in one sentence. docs/api.md shows both tables.
 */
export const REQUEST_CODES = {
  'method-not-allowed': [405, 'The address is right, but not with this method.'],
  'body-too-large': [413, 'The body has more than 1 MiB.'],
  'media-type-unsupported': [415, 'The body is not JSON by its content type.'],
  'confirmation-needed': [
    409,
    'Something would end. The same request with the digest in `details` as `?confirm=` goes on.',
  ],
  'idempotency-key-used': [409, 'The Idempotency-Key was sent with another request.'],
  'changed-meanwhile': [412, 'It has another tag than the header If-Match names.'],
  'headers-too-large': [431, 'The headers, or the address, have more than 16 KiB.'],
  'request-timeout': [408, 'The request took too long to arrive.'],
  stopping: [503, 'The server is being stopped. Another one, or the same a little later, takes the request.'],
  'host-refused': [403, 'The header Host names no address of this server.'],
  bug: [500, 'The server failed in a way it should not. Its log has the reason under the request id.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type RequestCode = keyof typeof REQUEST_CODES;

/** Codes of refusals that only the command line meets: what they are about is no business of a server. */
export const LOCAL_CODES: readonly RefusalCode[] = [
  ...(['browser-failed', 'callback-timeout', 'config-invalid', 'confirmation-missing', 'device-not-offered'] as const),
  ...(['file-exists', 'file-not-found', 'file-unreadable', 'interrupted', 'port-taken'] as const),
];
