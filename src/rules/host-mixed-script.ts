import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const hostMixedScript: Rule = {
  code: 'host-mixed-script',
  severity: 'warning',
  each: 'url',
  check({ path, filled, url }, report) {
    const host = /^[a-z][a-z\d+.-]*:[\\/]*(?:[^\\/?#]*@)?([^\\/?#]*)/i.exec(filled)?.[1] ?? '';
    // A host that parsing turns into plain ASCII (full-width digits, say) is reported by url-invalid.
    if (!/[^\0-\x7f]/.test(host) || !url?.hostname.includes('xn--')) return;
    report({
      place: { path },
      message: `The host ${quote(host)} is not written in ASCII.`,
      hint: `Make sure that this is the server you mean, and write ${quote(url.host)}.`,
    });
  },
};
