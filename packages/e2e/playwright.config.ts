import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const results = process.env.FAIRLEAD_RESULTS ?? 'test-results';

/** Run by `yarn e2e`, which starts the portal with a fresh sandbox and says where both are. */
export default defineConfig({
  testDir: 'src',
  testMatch: '**/*.e2e.ts',
  outputDir: join(results, 'output'),
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: join(results, 'results.json') }]],
  use: {
    baseURL: process.env.FAIRLEAD_URL,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.FAIRLEAD_CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
      ],
    },
  },
});
