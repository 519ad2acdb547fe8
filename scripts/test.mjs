import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { stateRoot } from './lib/paths.mjs';
import { checkRequirements } from './lib/requirements.mjs';
import { main, say } from './lib/say.mjs';
import { yarn } from './lib/yarn.mjs';

const checks = [
  ['Types', ['tsc:full']],
  ['Lint', ['lint:all']],
  ['Formatting', ['prettier:check']],
  ['Dead code', ['knip']],
  ['Dependency directions', ['arrows']],
];

await main(async () => {
  checkRequirements();
  await install();

  const failedChecks = [];
  for (const [title, args] of checks) {
    say(title);
    const { code } = await yarn(args);
    if (code !== 0) failedChecks.push(title);
  }

  say('Unit and integration tests');
  mkdirSync(stateRoot, { recursive: true });
  const resultFile = join(stateRoot, 'test-results.json');
  const { code } = await yarn(
    [
      'backstage-cli',
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${resultFile}`,
      ...process.argv.slice(2),
    ],
    { env: { CI: '1' } },
  );

  for (const title of failedChecks) console.error(`Failed: ${title}`);
  const { passed, failed } = countsOf(resultFile);
  const broken = failedChecks.length + (code !== 0 && failed === 0 ? 1 : 0);
  console.log(
    `${passed + checks.length - failedChecks.length} passed, ${failed + broken} failed`,
  );
  return failed + broken > 0 ? 1 : 0;
});

function countsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } =
    JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
  };
}
