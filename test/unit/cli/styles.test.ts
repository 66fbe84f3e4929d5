import { describe, expect, it } from 'vitest';
import { styles } from '../../../src/cli/styles.ts';

const escape = '\u001b';

describe('a style', () => {
  it('ends what it begins', () => {
    expect(styles(true).faint('next:')).toBe(`${escape}[2mnext:${escape}[22m`);
    expect(styles(true).bad('error')).toBe(`${escape}[31m${escape}[1merror${escape}[22m${escape}[39m`);
  });

  it('writes nothing around nothing', () => {
    expect(styles(true).good('')).toBe('');
  });

  it('leaves a text as it is without colour', () => {
    for (const style of Object.values(styles(false))) expect(style('text')).toBe('text');
  });
});
