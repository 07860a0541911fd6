import { defineConfig } from 'vitest/config';

// ajv compiles each schema into a program, which on a busy machine takes a while.
export default defineConfig({
  test: { testTimeout: 120_000, include: ['test/*.test.mjs'], setupFiles: ['test/turns.mjs'] },
});
