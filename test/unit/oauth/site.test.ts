import { expect, it } from 'vitest';
import { isSameSite } from '../../../src/oauth/site.ts';

it.each([
  ['https://auth.acme.com/authorize', 'https://mcp.acme.com', true],
  ['https://acme.com:8443/', 'https://auth.acme.com', true],
  ['https://acme.com', 'https://acme.com.evil.example', false],
  ['https://one.co.uk', 'https://other.co.uk', false],
  ['https://one.github.io', 'https://other.github.io', false],
  ['http://127.0.0.1:7001', 'http://127.0.0.1:7002', false],
  ['http://127.0.0.1:7001/a', 'http://127.0.0.1:7001/b', true],
  ['http://localhost:7001', 'http://localhost:7002', false],
  ['https://acme', 'https://other', false],
])('%s and %s: one party is %s', async (one, other, isOne) => {
  expect(await isSameSite(one, other)).toBe(isOne);
});
