/** What the errors of the file system mean to a person. Everything that reads or writes files says it with these. */
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

export function unreadable(path: string, cause: unknown): Refusal {
  const missing = codeOf(cause) === 'ENOENT';
  return new Refusal(missing ? 'file-not-found' : 'file-unreadable', {
    what: missing ? `There is no file ${path}.` : `${path} cannot be read.`,
    why: missing ? undefined : reason(cause),
    hint: missing
      ? hint`Check the name, or write a manifest with: ${{ do: 'run', words: ['init'] }}`
      : 'Name a file that you may read.',
    details: { file: path },
    cause,
  });
}

/** For a folder below what a person named: leaving it out without a word would hide what is in it. */
export function unreadableFolder(path: string, cause: unknown): Refusal {
  return new Refusal('file-unreadable', {
    what: `The folder ${path} cannot be read.`,
    why: reason(cause),
    hint: 'Give yourself the right to read it, name it in .gitignore, or name the files to check.',
    details: { file: path },
    cause,
  });
}

export function unwritable(path: string, cause: unknown): Refusal {
  return new Refusal('file-unwritable', {
    what: `${path} cannot be written.`,
    why: reason(cause),
    hint: 'Check the permissions of the file and its folder.',
    details: { file: path },
    cause,
  });
}

/** For a named file in CI, where the author of a change decides what a link leads to. */
export function linkLeaves(path: string): Refusal {
  return new Refusal('file-unreadable', {
    what: `${path} leads out of its repository by a link.`,
    why: 'In CI such a link is not followed: a report would show what is in a file of somewhere else.',
    hint: 'Name the file itself, or replace the link by a copy.',
    details: { file: path },
  });
}

export function linkNotWritten(path: string): Refusal {
  return new Refusal('file-unwritable', {
    what: `${path} is not changed.`,
    why: 'It leads out of its repository by a link.',
    hint: 'Name the file itself, or replace the link by a copy.',
    details: { file: path },
  });
}

export function notReplaced(path: string, why: string): Refusal {
  return new Refusal('file-unwritable', {
    what: `${path} is not replaced.`,
    why,
    hint: 'Remove it, or choose another name.',
    details: { file: path },
  });
}

/** Whether a path leads to nothing: a broken link, one that leads in a circle or through a file, or too long a name. */
export function leadsNowhere(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(cause));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'You are not permitted to.',
  EPERM: 'You are not permitted to.',
  EISDIR: 'It is a folder.',
  ELOOP: 'Its links lead in a circle.',
  EMFILE: 'Too many files are open.',
  ENAMETOOLONG: 'Its name is too long.',
  ENOTDIR: 'A part of its path is not a folder.',
  ENOENT: 'Its folder does not exist.',
  ENOSPC: 'The disk is full.',
  EROFS: 'The file system is read-only.',
};

function reason(cause: unknown): string {
  return REASONS[codeOf(cause)] ?? (cause as Error).message;
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? '';
}
