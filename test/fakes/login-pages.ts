/** The pages of the fake authorization server: plain, but such that a person can use them. */

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 100vh; margin: 0; background: Canvas; color: CanvasText; }
  main { width: min(22rem, 90vw); }
  h1 { font-size: 1.3rem; }
  label, input { display: block; width: 100%; box-sizing: border-box; }
  input { font: inherit; padding: .5rem; margin: .2rem 0 1rem; }
  button { font: inherit; padding: .5rem 1.2rem; margin-right: .5rem; }
  code { word-break: break-all; }
  .wrong { color: #c00; }
`;

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>
`;
}

export function loginPage({ failed }: { failed: boolean }): string {
  return page(
    'Sign in to Fake Accounts',
    `${failed ? '<p class="wrong" role="alert">That name and password do not belong together.</p>' : ''}
<form method="post">
  <label for="login">Name</label><input id="login" name="login" autocomplete="username" required autofocus>
  <label for="password">Password</label><input id="password" name="password" type="password" required>
  <button name="decision" value="sign-in">Sign in</button>
  <button name="decision" value="deny" formnovalidate>Cancel</button>
</form>`,
  );
}

/** Who asks for what: scopes by resource, '' for those of no resource. */
export function consentPage({
  client,
  scopes,
}: {
  client: string;
  scopes: Readonly<Record<string, readonly string[]>>;
}): string {
  const lists = Object.entries(scopes).map(
    ([resource, names]) =>
      `<p>${resource ? `At <code>${escaped(resource)}</code>` : 'In your account'}:</p>
<ul>${names.map((name) => `<li>${escaped(name)}</li>`).join('')}</ul>`,
  );
  return page(
    'Allow access?',
    `<p><strong>${escaped(client)}</strong> asks to act for you.</p>${lists.join('')}
<form method="post">
  <button name="decision" value="allow">Allow</button>
  <button name="decision" value="deny">Cancel</button>
</form>`,
  );
}

/** `form` comes from oidc-provider and is complete but for its buttons. */
export function devicePage(title: string, form: string, buttons: string): string {
  return page(title, `${form}${buttons}`);
}

export function messagePage(title: string, message: string): string {
  return page(title, `<p>${escaped(message)}</p>`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
