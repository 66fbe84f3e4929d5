/** Counts the requests that the gateway works on, so that it can end when none is left. */

export interface RequestsUnderWay {
  count<T>(request: Promise<T>): Promise<T>;
  /** Resolves when no request is under way. */
  done(): Promise<void>;
}

export function createRequestsUnderWay(): RequestsUnderWay {
  const requests = new Set<Promise<unknown>>();
  return {
    count(request) {
      requests.add(request);
      return request.finally(() => requests.delete(request));
    },
    async done() {
      while (requests.size > 0) await Promise.allSettled(requests);
    },
  };
}
