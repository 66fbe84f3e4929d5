/** The command of each kind of step: its words, what it is about, and its options. */
import type { Field, NextStep } from '../../next-step.ts';

/** What was typed on this command line, and so has to be typed again. What the environment says needs no typing. */
export interface Given {
  readonly project?: string;
  readonly user?: string;
  readonly home?: string;
  readonly allowPrivate?: boolean;
  /** The manifest, or the saved plan, that this command works on. */
  readonly file?: string;
}

export interface Typed {
  readonly words: readonly string[];
  readonly operands?: readonly string[];
  readonly options?: readonly string[];
}

export function wordsOf(step: Exclude<NextStep, { do: 'give' }>, given: Given): Typed {
  switch (step.do) {
    case 'connect': {
      const timeout = step.timeout === undefined ? [] : ['--timeout', String(step.timeout)];
      return {
        words: ['connect'],
        operands: [step.target ?? 'NAME'],
        options: [...(step.paste ? ['--paste'] : []), ...timeout],
      };
    }
    case 'connect-all':
      return { words: ['connect', '--all'] };
    case 'discover':
      return { words: ['discover'], operands: [step.url ?? 'URL'], options: step.trace ? ['--trace'] : [] };
    case 'doctor': {
      const options = [...(step.network ? ['--net'] : []), ...(step.sweep ? ['--sweep'] : [])];
      return { words: ['doctor', ...options], operands: some(step.target) };
    }
    case 'status':
      return { words: ['status'] };
    case 'list':
      return { words: step.what === 'app' ? ['list'] : [step.what, 'list'] };
    case 'show':
    case 'create':
    case 'update':
    case 'delete':
      return thing(step);
    case 'attach':
    case 'detach':
      return { words: ['agent', step.do], operands: [step.agent ?? 'AGENT', step.target ?? 'TARGET'] };
    case 'install':
      return { words: ['install'], operands: some(fileOf(step, given, 'manifest.json')) };
    case 'validate':
      return { words: ['validate'], operands: some(fileOf(step, given, 'FILE')) };
    case 'plan':
      // What is saved again is in the file that was given: which manifest it was made of is not known.
      return step.out === undefined && !step.give?.includes('out')
        ? { words: ['plan'], operands: some(fileOf(step, given, 'FILE')) }
        : { words: ['plan'], operands: some(step.file), options: step.out === undefined ? [] : ['--out', step.out] };
    case 'upgrade':
      return {
        words: ['upgrade'],
        operands: [step.app, ...some(fileOf(step, given, 'FILE'))],
        options: step.answer === undefined ? [] : ['--set', step.answer],
      };
    case 'reinstall':
      return { words: ['reinstall'], operands: [step.app], options: step.ask ? ['--ask'] : [] };
    case 'uninstall':
      return { words: ['uninstall'], operands: [step.app] };
    case 'tools':
      return { words: ['tools'], operands: some(step.target), options: step.json ? ['--json'] : [] };
    case 'approve-tools':
      return { words: ['tools', 'approve'], operands: step.tools };
    case 'call':
      return { words: ['call'], operands: [step.target ?? 'TARGET', typable(step.tool) ? step.tool : 'TOOL'] };
    case 'explain':
      return { words: ['explain'], operands: some(step.give?.includes('code') ? 'CODE' : step.code) };
    case 'run':
      return { words: step.words };
  }
}

function thing(step: Extract<NextStep, { do: 'show' | 'create' | 'update' | 'delete' }>): Typed {
  if (step.what === 'person' || step.what === 'api-key') {
    const words = step.what === 'person' ? ['person', 'add'] : [step.what, step.do];
    return { words, operands: [step.name ?? 'NAME'], options: ['--role', step.role ?? 'ROLE'] };
  }
  const words = [step.what, step.do];
  if (step.do === 'delete' && step.what === 'provider') {
    return { words, operands: [step.name ?? 'NAME'], options: step.force ? ['--force'] : [] };
  }
  if (step.do !== 'create' || step.what !== 'server') return { words, operands: [step.name ?? 'NAME'] };
  if (step.file !== undefined) return { words, options: ['-f', step.file] };
  const options = step.auth === undefined ? [] : ['--auth', step.auth];
  return { words, operands: [step.name ?? 'NAME', step.url ?? 'URL'], options };
}

/** A server chooses the names of its tools: one that a shell would act on is not offered for pasting. */
function typable(tool: string | undefined): tool is string {
  return tool !== undefined && /^[\w./-]+$/.test(tool);
}

/** A file that a person has to name is a placeholder; else it is the step's own, or the one that was given. */
function fileOf(
  step: { readonly file?: string; readonly give?: readonly Field[] },
  given: Given,
  placeholder: string,
): string | undefined {
  return step.give?.includes('file') ? placeholder : (step.file ?? given.file);
}

function some(operand: string | undefined): readonly string[] {
  return operand === undefined ? [] : [operand];
}
