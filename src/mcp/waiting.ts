/** Time that passes, without a timer that keeps the process alive. */

export function passed(milliseconds: number): Promise<void> {
  return new Promise((done) => AbortSignal.timeout(milliseconds).addEventListener('abort', () => done()));
}
