import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

/** What model providers allow for the name of a tool, and what a server's own name should have of it. */
const LONGEST_TOOL_NAME = 64;
const ROOM_FOR_TOOL = 32;

export const toolNameBudget: Rule = {
  code: 'tool-name-budget',
  severity: 'warning',
  each: 'anyCollection',
  check({ node, path }, report) {
    const { namespace = '' } = node;
    const left = LONGEST_TOOL_NAME - namespace.length - 1;
    // Beyond 32 characters it is no namespace at all, which another rule reports.
    if (left >= ROOM_FOR_TOOL || namespace.length > 32) return;
    report({
      place: { path: [...path, 'namespace'] },
      message: `The namespace ${quote(namespace)} leaves ${left} characters for the name of a tool.`,
      hint: 'Choose a shorter one: model providers allow 64 characters for the whole name.',
    });
  },
};
