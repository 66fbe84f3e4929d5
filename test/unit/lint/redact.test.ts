import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, secretSpans } from '../../../src/lint/redact.ts';
import { type Format, readDocument } from '../../../src/manifest/document.ts';

async function shown(text: string, format: Format = 'json'): Promise<string> {
  return redact(text, secretSpans(await readDocument({ name: 'x', text }, format)));
}

describe('a masked document', () => {
  it.each([
    ['a value under a secret name', 'json', '{"client_secret": "canary-value"}'],
    ['a list under a secret name', 'json', '{"tokens": ["canary-value", "canary-other"]}'],
    ['a number under a secret name', 'yaml', 'password: 9999canary'],
    ['a block under a secret name', 'yaml', 'private_key: |\n  canary-one\n  canary-two\n'],
    ['a known format in any text', 'json', '{"description": "use ghp_canarycanarycanarycanarycanarycanary"}'],
    ['a known format in a comment', 'yaml', '# AKIACANARYCANARYCANA is ours\nname: x\n'],
    ['user information of a URL', 'json', '{"url": "https://user:canary@mcp.example.com/"}'],
    ['a text that is no JSON', 'json', '{"client_secret": "canary-value" "x"'],
    ['a text that is no JSON, unclosed', 'json', '{"client_secret": "canary-value'],
    ['a text that is no JSON, without quotes', 'json', '{client_secret: canary-value, x'],
    ['a text that is no YAML', 'yaml', 'a: [\npassword: canary-value\nb: }'],
  ] as const)('hides %s', async (_, format, text) => {
    const result = await shown(text, format);
    expect(result).not.toMatch(/canary|CANARY/i);
    expect(result).toHaveLength(text.length);
  });

  it.each([
    '{"client_secret": "env:CRM_SECRET"}',
    '{"required_at_install": ["client_secret"], "token_endpoint": "https://as.example/token"}',
    '{"name": "x", "description": "No secret here"}',
  ])('leaves %s as it is', async (text) => {
    expect(await shown(text)).toBe(text);
  });

  it('has the lines and columns of the original, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom<Format>('json', 'jsonc', 'yaml'),
        async (text, format) => {
          const document = `{"client_secret": ${JSON.stringify(text)}, "x": "\n`;
          const result = await shown(document, format);
          expect(result).toHaveLength(document.length);
          expect([...result.matchAll(/\n/g)].map(({ index }) => index)).toEqual(
            [...document.matchAll(/\n/g)].map(({ index }) => index),
          );
        },
      ),
    );
  });
});
