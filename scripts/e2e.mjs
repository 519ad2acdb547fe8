import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFrontend } from './lib/frontend.mjs';
import { install } from './lib/install.mjs';
import { root, stateRoot } from './lib/paths.mjs';
import { startPortal } from './lib/portal.mjs';
import { checkPortsFree, portsFrom } from './lib/ports.mjs';
import { checkRequirements } from './lib/requirements.mjs';
import { main, Problem, say } from './lib/say.mjs';
import { yarn } from './lib/yarn.mjs';

const portalPort = 17007;
const resultDir = join(stateRoot, 'e2e');
const resultFile = join(resultDir, 'results.json');

await main(async () => {
  checkRequirements();
  const chromium = chromiumPath();
  const ports = portsFrom(portalPort);
  await checkPortsFree(ports);
  await install();
  await buildFrontend();

  rmSync(resultDir, { recursive: true, force: true });
  mkdirSync(resultDir, { recursive: true });
  const stateDir = join(resultDir, 'state');
  const portal = await startPortal({
    ports,
    stateDir,
    reset: true,
  });
  try {
    say('Browser tests');
    await Promise.race([
      portal.ended,
      yarn(
        [
          'workspace',
          '@fairlead/e2e',
          'playwright',
          'test',
          ...process.argv.slice(2),
        ],
        {
          env: {
            FAIRLEAD_URL: portal.url,
            FAIRLEAD_STATE: stateDir,
            FAIRLEAD_FORGE_URL: `http://localhost:${ports.forge}`,
            FAIRLEAD_CONTROL_URL: `http://localhost:${ports.control}`,
            FAIRLEAD_RESULTS: resultDir,
            FAIRLEAD_CHROMIUM: chromium,
          },
        },
      ),
    ]);
  } finally {
    await portal.stop();
  }

  const { passed, failed } = countsOf(resultFile);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

function chromiumPath() {
  const found = [
    process.env.FAIRLEAD_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find(path => path && existsSync(path));
  if (found) return found;
  throw new Problem(
    'No Chromium or Chrome was found.',
    'Install it, or set FAIRLEAD_CHROMIUM to the path of its executable.',
  );
}

function countsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + stats.skipped,
  };
}
