import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

/** Model providers allow this many characters for the name of a tool. */
const LONGEST_TOOL_NAME = 64;
/** This many should be left for the name that the server gave the tool. */
const LEFT_FOR_TOOL = 32;

export const toolNameBudget: Rule = {
  code: 'tool-name-budget',
  severity: 'warning',
  each: 'anyCollection',
  check({ node, path }, report) {
    const { namespace = '' } = node;
    const left = LONGEST_TOOL_NAME - namespace.length - 1;
    // Another rule reports a namespace of more than 32 characters.
    if (left >= LEFT_FOR_TOOL || namespace.length > 32) return;
    report({
      place: { path: [...path, 'namespace'] },
      message: `The namespace ${quote(namespace)} leaves ${left} characters for the name of a tool.`,
      hint: 'Choose a shorter one: model providers allow 64 characters for the whole name.',
    });
  },
};
