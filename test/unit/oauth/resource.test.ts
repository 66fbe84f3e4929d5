import { describe, expect, it } from 'vitest';
import { covers, isWider } from '../../../src/oauth/resource.ts';
import { resourceMetadataUrls } from '../../../src/oauth/resource-metadata.ts';
import { serverMetadataUrls } from '../../../src/oauth/server-metadata.ts';

describe('a resource', () => {
  it.each([
    ['https://a.example/mcp', 'https://a.example/mcp'],
    ['https://a.example', 'https://a.example/mcp'],
    ['https://a.example/', 'https://a.example/mcp'],
    ['https://a.example/v1/', 'https://a.example/v1/mcp'],
    ['https://a.example/mcp', 'https://a.example/mcp?tenant=1'],
    ['https://A.example:443/mcp', 'https://a.example/mcp'],
    ['urn:x:y', 'urn:x:y'],
  ])('%s covers %s', (resource, url) => {
    expect(covers(resource, url)).toBe(true);
  });

  it.each([
    ['https://a.example/mcp', 'https://a.example/mcp2'],
    ['https://a.example/mcp/deep', 'https://a.example/mcp'],
    ['https://b.example/mcp', 'https://a.example/mcp'],
    ['http://a.example/mcp', 'https://a.example/mcp'],
    ['https://a.example:8443/mcp', 'https://a.example/mcp'],
    ['https://a.example/mcp?tenant=2', 'https://a.example/mcp?tenant=1'],
    ['https://a.example/mcp#x', 'https://a.example/mcp'],
    ['urn:x:y', 'urn:x:z'],
    ['', 'https://a.example/'],
  ])('%s does not cover %s', (resource, url) => {
    expect(covers(resource, url)).toBe(false);
  });
});

it('with sixty thousand slashes is read in no time', () => {
  const slashes = `https://a.example${'/'.repeat(60_000)}`;
  expect(covers(`${slashes}x`, 'https://a.example/mcp')).toBe(false);
  expect(covers(slashes, 'https://a.example/mcp')).toBe(true);
  expect(serverMetadataUrls(`${slashes}x`)).toHaveLength(3);
});

describe('where metadata is looked for', () => {
  it('a resource: the path first, the root last', () => {
    expect(resourceMetadataUrls('https://a.example/v1/mcp', undefined)).toEqual([
      'https://a.example/.well-known/oauth-protected-resource/v1/mcp',
      'https://a.example/.well-known/oauth-protected-resource',
    ]);
    expect(resourceMetadataUrls('https://a.example', undefined)).toEqual([
      'https://a.example/.well-known/oauth-protected-resource',
    ]);
  });

  it('an issuer with a path, in three ways', () => {
    expect(serverMetadataUrls('https://a.example/t/1/')).toEqual([
      'https://a.example/.well-known/oauth-authorization-server/t/1',
      'https://a.example/.well-known/openid-configuration/t/1',
      'https://a.example/t/1/.well-known/openid-configuration',
    ]);
    expect(serverMetadataUrls('https://a.example')).toEqual([
      'https://a.example/.well-known/oauth-authorization-server',
      'https://a.example/.well-known/openid-configuration',
    ]);
  });
});

it.each([
  ['https://host.example/', 'https://host.example/a/mcp', true],
  ['https://host.example/a', 'https://host.example/a/mcp', true],
  ['https://host.example/a/mcp/', 'https://host.example/a/mcp', false],
  ['https://host.example', 'https://host.example/', false],
  ['https://other.example/', 'https://host.example/mcp', false],
  ['urn:crm', 'https://host.example/mcp', false],
])('tokens for %s are good for more than %s: %s', (resource, url, expected) => {
  expect(isWider(resource, url)).toBe(expected);
});
