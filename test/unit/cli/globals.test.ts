import { describe, expect, it } from 'vitest';
import { type Environment, globalsOf } from '../../../src/cli/globals.ts';

const surroundings = (environment: Record<string, string> = {}): Environment => ({
  environment,
  defaultHome: '/home/ada/.local/share/mcpctl',
  defaultUser: () => 'ada',
  inputIsTerminal: true,
  outputIsTerminal: true,
});

describe('global options', () => {
  it('have defaults', () => {
    expect(globalsOf({}, surroundings())).toEqual({
      project: 'default',
      user: 'ada',
      home: '/home/ada/.local/share/mcpctl',
      json: false,
      input: true,
      yes: false,
      color: true,
      verbosity: 'normal',
      allowPrivate: false,
      browser: undefined,
      given: {},
    });
  });

  it('remember what was typed, and so has to be typed again', () => {
    const environment = { MCPCTL_PROJECT: 'team', MCPCTL_USER: 'bob', MCPCTL_HOME: '/srv' };
    expect(globalsOf({}, surroundings(environment)).given).toEqual({});
    const typed = { project: 'mine', user: 'ada', home: './here', allowPrivate: true };
    expect(globalsOf(typed, surroundings(environment), 'sales.json').given).toEqual({ ...typed, file: 'sales.json' });
  });

  it('come from the command line before the environment', () => {
    const environment = { MCPCTL_PROJECT: 'team', BROWSER: 'firefox' };
    expect(globalsOf({}, surroundings(environment))).toMatchObject({ project: 'team', browser: 'firefox' });
    expect(globalsOf({ project: 'mine', browser: 'lynx' }, surroundings(environment))).toMatchObject({
      project: 'mine',
      browser: 'lynx',
    });
  });

  it.each([
    [{ CI: 'true' }, false],
    [{ CI: '1' }, false],
    [{ CI: '' }, true],
    [{ CI: 'false' }, true],
  ])('never ask in CI: %j', (environment, input) => {
    expect(globalsOf({}, surroundings(environment as Record<string, string>)).input).toBe(input);
  });

  it('never ask without a terminal', () => {
    expect(globalsOf({}, { ...surroundings(), inputIsTerminal: false }).input).toBe(false);
  });

  it.each([
    ['auto', {}, true],
    ['auto', { NO_COLOR: '1' }, false],
    ['auto', { FORCE_COLOR: '0' }, false],
    ['auto', { TERM: 'dumb' }, false],
    ['always', { NO_COLOR: '1' }, true],
    ['never', { FORCE_COLOR: '1' }, false],
  ] as const)('colour: --color %s with %j', (color, environment, expected) => {
    expect(globalsOf({ color }, surroundings(environment)).color).toBe(expected);
  });
});
