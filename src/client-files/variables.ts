/** The variables in a value of a client's configuration. Pure. */
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';

/** A value in pieces: text as it is, and variables of the environment. */
export type Template = readonly (string | Variable)[];

export interface Variable {
  readonly name: string;
  /** The text of the file for a variable that is not set. */
  readonly fallback?: string;
}

/** Which spellings a client reads as a variable. All of them read `${NAME}` or `${env:NAME}`, which cannot be mistaken. */
export type VariableSyntax = 'braces' | 'braces and dollar';

const BRACED = /\$\{([^}]*)\}/g;
const BRACED_OR_BARE = /\$\{([^}]*)\}|\$([A-Za-z_]\w*)/g;
const NAME = /^(?:env:)?([A-Za-z_]\w*)(?::-(.*))?$/s;
/** Names that a client gives a value of its own. */
const OWN_NAMES = /^(?:userHome|workspaceFolder|workspaceFolderBasename|pathSeparator|workspaceRoot|cwd)$/;
/** What another client, or a shell, would read as a variable: at the beginning of a word. */
const BARE_WORD = /(?:^|[\s:=])\$[A-Za-z_]\w*/;

/**
 * Returns the pieces of a text, or why it cannot be imported, as the rest of a sentence. A text that looks like it has a
 * variable is never taken for the value itself.
 */
export function templateOf(text: string, syntax: VariableSyntax): Template | { readonly why: string } {
  const parts: (string | Variable)[] = [];
  let end = 0;
  for (const match of text.matchAll(syntax === 'braces' ? BRACED : BRACED_OR_BARE)) {
    const [whole, inBraces, bare] = match;
    const variable = bare === undefined ? variableOf(inBraces ?? '') : { name: bare };
    if ('why' in variable) return { why: variable.why };
    if (/^MCPCTL_/i.test(variable.name)) return { why: `asks for ${variable.name}, which no server gets` };
    parts.push(text.slice(end, match.index), variable);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  const texts = parts.filter((part) => typeof part === 'string');
  const unread = texts.find((part) => part.includes('${') || BARE_WORD.test(part));
  if (unread !== undefined) return { why: 'has a variable that this client does not replace' };
  return parts.filter((part) => part !== '');
}

function variableOf(inBraces: string): Variable | { readonly why: string } {
  if (inBraces.startsWith('input:')) return { why: 'is asked of a person each time' };
  const [, name, fallback] = NAME.exec(inBraces) ?? [];
  if (name === undefined || OWN_NAMES.test(name)) return { why: `has \${${inBraces}}, which only the client knows` };
  if (fallback?.includes('$')) return { why: `has \${${inBraces}}: a variable inside a variable` };
  return { name, ...(fallback !== undefined && { fallback }) };
}

/** Values of variables by their names, or why one cannot be read. A value that is no part of a secret is a string. */
export type Environment = ReadonlyMap<string, Secret | string | Refusal>;

export interface Filled {
  readonly secret: Secret;
  /** Whether the value is text of the file, and so still in it. */
  readonly isInFile: boolean;
}

/** @throws Refusal for a variable that cannot be read and has no fallback. */
export function fill(template: Template, environment: Environment): Filled {
  const isInFile = template.every((part) => typeof part === 'string' || isFallbackUsed(part, environment));
  return { secret: new Secret(fillText(template, environment)), isInFile };
}

/** The same for a value that is no secret. */
export function fillText(template: Template, environment: Environment): string {
  const texts = template.map((part) => {
    if (typeof part === 'string') return part;
    const value = environment.get(part.name);
    if (value instanceof Secret) return value.reveal();
    if (typeof value === 'string') return value;
    if (part.fallback !== undefined) return part.fallback;
    throw value ?? new Error(`Nobody has read ${part.name}.`);
  });
  return texts.join('');
}

function isFallbackUsed({ name, fallback }: Variable, environment: Environment): boolean {
  const value = environment.get(name);
  return fallback !== undefined && (value === undefined || value instanceof Refusal);
}

/** The names of the variables, each once. */
export function variablesIn(templates: Iterable<Template>): string[] {
  const names = [...templates].flatMap((template) =>
    template.flatMap((part) => (typeof part === 'string' ? [] : part.name)),
  );
  return [...new Set(names)];
}

/** The texts of the file that are, or could become, the value. */
export function textsIn(template: Template): string[] {
  return template.flatMap((part) => (typeof part === 'string' ? part : (part.fallback ?? [])));
}
