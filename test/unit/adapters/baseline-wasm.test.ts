import { cachedDataVersionTag } from 'node:v8';
import { expect, it } from 'vitest';
import { withLateOptimization } from '../../../src/adapters/baseline-wasm.ts';

it('leaves the flags of V8 as they were, since kept code is refused with others', () => {
  const before = cachedDataVersionTag();
  let during = before;
  const compiled = withLateOptimization(() => {
    during = cachedDataVersionTag();
    return 'compiled';
  });
  expect(compiled).toBe('compiled');
  expect(during).not.toBe(before);
  expect(cachedDataVersionTag()).toBe(before);
});

it('leaves them as they were when the code cannot be compiled', () => {
  const before = cachedDataVersionTag();
  const compile = () => new WebAssembly.Module(new Uint8Array());
  expect(() => withLateOptimization(compile)).toThrow(WebAssembly.CompileError);
  expect(cachedDataVersionTag()).toBe(before);
});
