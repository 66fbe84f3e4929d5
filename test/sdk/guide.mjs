// The code of a guide: what a page calls with `client`, statement by statement, and the first JSON of it. The page may be
// Markdown, or the bare text of a web page.
import { createContext, Script } from 'node:vm';
import { transformSync } from 'esbuild';

const BEGINS = /^(?:const|await|import|console)\b/;

/** Each statement as `{ name, code }`, in the order of the page. What a component of React does is no business of a backend. */
export function statementsOf(page) {
  const statements = [];
  let open;
  for (const line of page.split('\n')) {
    if (open === undefined && BEGINS.test(line)) open = '';
    if (open === undefined) continue;
    open += `${line}\n`;
    if (!/^(?:\S.*)?[;]$/.test(line)) continue;
    statements.push(open);
    open = undefined;
  }
  return statements
    .filter((code) => !code.startsWith('import'))
    .map((code) => ({ code, name: /^const (\w+)/.exec(code)?.[1] }));
}

/** The first JSON of the page: a server. Its placeholders are filled in. */
export function documentOf(page, { id, secret }) {
  const server = JSON.parse(/^\{\n(?: .*\n)+\}$/m.exec(page)[0]);
  Object.assign(server.config.auth, { client_id: id, client_secret: secret });
  return server;
}

/** Runs statements one after the other. They share their constants, which a later one may declare again. */
export function createRunner(globals) {
  const context = createContext({ ...globals });
  return async ({ code, name }) => {
    const whole = `(async () => {\n${code.replace(/^const \w+ =/, 'return')}})()`;
    const script = new Script(transformSync(whole, { loader: 'ts' }).code);
    const result = await script.runInContext(context);
    if (name !== undefined) context[name] = result;
    return result;
  };
}
