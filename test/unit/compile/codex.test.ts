import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { compileCodex } from '../../../src/compile/codex.ts';
import type { CompileInput } from '../../../src/compile/compile-input.ts';

it('any text that a manifest may hold is TOML that Codex reads, control characters too', () => {
  for (const odd of ['\u007f', '\u0000', '\u001f', '\u0080', '"', '\\', "'", '\n', '\u2028', '😀', '#', ']']) {
    const url = `https://a.example/${odd}`;
    const collection = { id: 'a', serverName: `a${odd}`, url, namespace: 'a', access: { via: 'none' } };
    const text = compileCodex({ collections: [collection] } as unknown as CompileInput, 'direct');
    expect(parse(text)).toEqual({ mcp_servers: { [`a${odd}`]: { url } } });
  }
});
