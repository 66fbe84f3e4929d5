/** The environment of the programs that this process starts. */

/**
 * Leaves out our own variables: the master key, its passphrase and the address of the database are among them, and a browser
 * or a program of `exec:` needs none of them. Windows does not tell capitals apart.
 */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^mcpctl_/i.test(name)));
}
