import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeated } from './unique.ts';

export const requiredAtInstallDuplicate: Rule = {
  code: 'required-at-install-duplicate',
  severity: 'warning',
  demands: 'required_at_install names nothing twice.',
  *check({ oauthConfigs }) {
    for (const { node, path } of oauthConfigs) {
      const items = node.required_at_install ?? [];
      const texts = items.map((text, index) => ({ text, path: [...path, 'required_at_install', index] }));
      for (const { again, first } of repeated(texts)) {
        yield {
          place: { path: again.path },
          message: `${quote(again.text)} is asked for already.`,
          hint: 'Remove it.',
          related: [{ place: { path: first.path }, message: 'It is first listed here.' }],
          fix: { kind: 'safe', title: 'Remove it', edits: [{ op: 'remove', path: again.path }] },
        };
      }
    }
  },
};
