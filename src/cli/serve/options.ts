/** The options of `serve`, as commander parses them. A variable of the environment is one text. */
export interface ServeCommandOptions {
  readonly listen?: string;
  readonly publicUrl?: string;
  readonly internalListen?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustedProxy?: string[] | string;
  readonly allowNetwork?: string[] | string;
  readonly gatewayOnly?: boolean;
  readonly auditArguments?: boolean;
  readonly auditDurable?: boolean;
}

export const USUAL_ADDRESS = '127.0.0.1:7777';
