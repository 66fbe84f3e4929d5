/** The only script of a consent: it hands the code to the page that opened the window, and hides the digits once that has it. */

/** What the page of the web app gets, at exactly its origin. It posts the code with its session to confirm. */
export interface CodeMessage {
  readonly type: 'mcpctl-connect-code';
  readonly connect_id: string;
  readonly code: string;
}

/** What the page of the web app answers when it has taken the code. */
export interface TakenMessage {
  readonly type: 'mcpctl-connect-taken';
  readonly connect_id: string;
}

/** Constant, so that its hash is. What differs stands in the attributes of the element. */
export const OPENER_SCRIPT = `
(() => {
  const element = document.getElementById('confirm');
  const { origin, connectId, code } = element.dataset;
  const opener = window.opener;
  if (!opener) return;
  addEventListener('message', ({ origin: from, source, data }) => {
    if (from !== origin || source !== opener || !data) return;
    if (data.type !== 'mcpctl-connect-taken' || data.connect_id !== connectId) return;
    element.hidden = true;
    document.getElementById('taken').hidden = false;
  });
  opener.postMessage({ type: 'mcpctl-connect-code', connect_id: connectId, code }, origin);
})();
`;
