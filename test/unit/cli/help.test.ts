import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { ENVIRONMENT } from '../../../src/cli/help-epilogue.ts';
import { createProgram } from '../../../src/cli/program.ts';

class Understood extends Error {}

/** The real command line in front of nothing: whatever it understands ends in `Understood`. */
function commandLine() {
  let written = '';
  const { program, run } = createProgram({
    version: '0.0.0',
    commands,
    write: (text) => {
      written += text;
    },
    columns: 100,
    color: false,
    context: async () => {
      throw new Understood();
    },
  });
  const help = async (words: readonly string[]) => {
    written = '';
    await run([...words, '--help']);
    return written;
  };
  return { program, run, help };
}

function leaves(command: Command, path: readonly string[] = []): string[][] {
  if (command.commands.length === 0) return [[...path]];
  const visible = command.createHelp().visibleCommands(command);
  return command.commands
    .filter((each) => visible.includes(each))
    .flatMap((each) => leaves(each, [...path, each.name()]));
}

/** The words of the calls of mcpctl in a line of shell. */
function callsIn(line: string): string[][] {
  return [...line.matchAll(/\bmcpctl ((?:'[^']*'|"[^"]*"|[^\s'"<>|)]+|\s(?![<>|&]))+)/g)].map(([, words = '']) =>
    [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? ''),
  );
}

const { program } = commandLine();

describe.each(leaves(program).map((path) => path.join(' ')))('the help of %s', (name) => {
  it('ends with examples that the command line understands', async () => {
    const { help, run } = commandLine();
    const [, examples = ''] = (await help(name.split(' '))).split('\nExamples:\n');
    const lines = examples.split('\n').filter((line) => line !== '' && !line.trimStart().startsWith('#'));
    expect(lines).not.toEqual([]);
    expect(lines.some((line) => line.includes(`mcpctl ${name}`))).toBe(true);
    for (const words of lines.flatMap(callsIn)) {
      await expect(run(words), words.join(' ')).rejects.toThrow(Understood);
    }
  });
});

describe('mcpctl --help', () => {
  it('names every environment variable that the program reads', () => {
    const named = new Set(ENVIRONMENT.flatMap(([names]) => names.split(', ')));
    const src = resolve(import.meta.dirname, '../../../src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const read = files.flatMap((file) =>
      [
        ...readFileSync(join(src, file), 'utf8').matchAll(/\benv(?:ironment)?\.([A-Z][A-Z_]+)\b|'(MCPCTL_[A-Z_]+)'/g),
      ].map(([, property, text]) => property ?? text),
    );
    expect(read.length).toBeGreaterThan(15);
    // Platforms set the user's name by themselves, and MCPCTL_SLOW is for the developers of mcpctl.
    const isSetByUsers = (name = '') => !/^(?:USER(?:NAME)?|MCPCTL_SLOW)$/.test(name);
    expect(read.filter((name) => isSetByUsers(name) && !named.has(name ?? ''))).toEqual([]);
  });

  it('shows the exit codes', async () => {
    expect(await commandLine().help([])).toMatch(/Exit codes:\n {4}0 {2}done\n {4}1 {2}the document has errors/);
  });
});
