import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeatedTexts } from './unique.ts';

export const requiredAtInstallDuplicate: Rule = {
  code: 'required-at-install-duplicate',
  severity: 'warning',
  demands: 'required_at_install names nothing twice.',
  each: 'oauthConfig',
  check({ node, path }, report) {
    for (const { again, first, text } of repeatedTexts(node.required_at_install ?? [])) {
      const place = { path: [...path, 'required_at_install', again] };
      report({
        place,
        message: `${quote(text)} is asked for already.`,
        hint: 'Remove it.',
        related: [{ place: { path: [...path, 'required_at_install', first] }, message: 'It is first listed here.' }],
        fix: { kind: 'safe', title: 'Remove it', edits: [{ op: 'remove', path: place.path }] },
      });
    }
  },
};
