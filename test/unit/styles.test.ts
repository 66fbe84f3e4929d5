import { describe, expect, it } from 'vitest';
import { loadStyles } from '../../src/reports/load-styles.ts';
import { styles } from '../../src/styles.ts';

const ESC = '\u001b';

describe('a style', () => {
  it('ends what it begins', () => {
    expect(styles(true).faint('next:')).toBe(`${ESC}[2mnext:${ESC}[22m`);
    expect(styles(true).bad('error')).toBe(`${ESC}[31m${ESC}[1merror${ESC}[22m${ESC}[39m`);
  });

  it('writes nothing around nothing', () => {
    expect(styles(true).good('')).toBe('');
  });

  it('leaves a text as it is without colour', () => {
    for (const style of Object.values(styles(false))) expect(style('text')).toBe('text');
  });

  it('is the same when chalk is loaded only for colour', async () => {
    for (const color of [true, false]) {
      const [now, later] = [styles(color), await loadStyles(color)];
      for (const name of Object.keys(now) as (keyof typeof now)[]) expect(later[name]('text')).toBe(now[name]('text'));
    }
  });
});
