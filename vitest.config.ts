import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@statefold/source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['@statefold/source'] },
  test: { include: ['test/**/*.test.ts'] },
});
