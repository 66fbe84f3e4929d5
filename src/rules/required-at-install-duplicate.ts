import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeatedItems } from './unique.ts';

export const requiredAtInstallDuplicate: Rule = {
  code: 'required-at-install-duplicate',
  severity: 'warning',
  demands: 'required_at_install names nothing twice.',
  each: 'oauthConfig',
  check({ node, path }, report) {
    const list = [...path, 'required_at_install'];
    for (const { again, first } of repeatedItems(node.required_at_install ?? [])) {
      const place = { path: [...list, again[0]] };
      report({
        place,
        message: `${quote(again[1])} is asked for already.`,
        hint: 'Remove it.',
        related: [{ place: { path: [...list, first[0]] }, message: 'It is first listed here.' }],
        fix: { kind: 'safe', title: 'Remove it', edits: [{ op: 'remove', path: place.path }] },
      });
    }
  },
};
