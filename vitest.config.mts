import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than vitest would take: a test that waits for the program it has spawned needs no processor.
    maxWorkers: availableParallelism(),
    // What a developer has in the shell must not reach the tests.
    env: { NO_COLOR: '1', FORCE_COLOR: '', CI: '', MCPCTL_PROJECT: '', MCPCTL_USER: '', MCPCTL_HOME: '' },
  },
});
