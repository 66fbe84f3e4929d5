import type { Rule } from './rule.ts';
import { reportRepeated } from './unique.ts';

export const requiredAtInstallDuplicate: Rule = {
  code: 'required-at-install-duplicate',
  severity: 'warning',
  each: 'oauthConfig',
  check({ node, path }, report) {
    if (node.required_at_install === undefined) return;
    const list = { items: node.required_at_install, path: [...path, 'required_at_install'] };
    reportRepeated(list, (field) => `${field} is asked for already.`, report);
  },
};
