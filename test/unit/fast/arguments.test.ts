import { describe, expect, it } from 'vitest';
import { plainCompletion, plainToken, plainValidate } from '../../../src/fast/arguments.ts';
import { usesFastPaths } from '../../../src/fast/switch.ts';

const words = (line: string) => line.split(' ').filter(Boolean);

describe('validate takes its fast path', () => {
  it.each([
    ['validate', []],
    ['validate a.json b', ['a.json', 'b']],
    ['validate -', ['-']],
  ])('for %s', (line, operands) => {
    expect(plainValidate(words(line))).toEqual(operands);
  });

  it.each(['', 'list', '--json validate', 'validate --json', 'validate a.json --fix'])('but not for "%s"', (line) => {
    expect(plainValidate(words(line))).toBeUndefined();
  });
});

describe('token takes its fast path', () => {
  it.each([
    ['token crm', { target: 'crm', as: 'text' }],
    ['token crm --header', { target: 'crm', as: 'header' }],
    ['token crm --json', { target: 'crm', as: 'json' }],
  ])('for %s', (line, wanted) => {
    expect(plainToken(words(line))).toEqual(wanted);
  });

  it.each(['token', 'token --json', 'token crm --user ann', 'token crm --json --header'])(
    'but not for "%s"',
    (line) => {
      expect(plainToken(words(line))).toBeUndefined();
    },
  );
});

describe('completion takes its fast path', () => {
  it('for a shell that has a script', () => {
    expect(plainCompletion(['completion', 'zsh'])).toBe('zsh');
  });

  it.each(['completion', 'completion tcsh', 'completion zsh more'])('but not for "%s"', (line) => {
    expect(plainCompletion(words(line))).toBeUndefined();
  });
});

describe('the switch', () => {
  it('turns the fast paths off with MCPCTL_SLOW=1 only', () => {
    expect(usesFastPaths({})).toBe(true);
    expect(usesFastPaths({ MCPCTL_SLOW: '' })).toBe(true);
    expect(usesFastPaths({ MCPCTL_SLOW: '1' })).toBe(false);
  });
});
