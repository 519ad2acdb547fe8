import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startTestBackend } from '@backstage/backend-test-utils';
import gitopsModuleArgocd from '@fairlead/backstage-plugin-gitops-backend-module-argocd';
import gitopsModuleFlagger from '@fairlead/backstage-plugin-gitops-backend-module-flagger';
import gitopsModuleFlux from '@fairlead/backstage-plugin-gitops-backend-module-flux';
import {
  GitOpsEngine,
  gitopsEnginesExtensionPoint,
  gitopsRolloutsExtensionPoint,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { parse } from 'yaml';
import { factsOf } from './__testUtils__/facts';
import { findProblems } from './findProblems';
import { rankFindings } from './rankFindings';

/** Objects as the engines wrote them; not a part of what is published. */
const samples = resolve(__dirname, '../../../../../shared/domain/samples');
const describeWithSamples = existsSync(samples) ? describe : describe.skip;

const context = { cluster: 'hub', now: new Date('2026-11-24T10:00:00Z') };

describeWithSamples('findings of real objects', () => {
  const engines = new Map<string, GitOpsEngine>();
  const controllers = new Map<string, RolloutController>();

  beforeAll(async () => {
    const backend = await startTestBackend({
      extensionPoints: [
        [
          gitopsEnginesExtensionPoint,
          { addEngine: (each: GitOpsEngine) => engines.set(each.id, each) },
        ],
        [
          gitopsRolloutsExtensionPoint,
          {
            addController: (each: RolloutController) =>
              controllers.set(each.id, each),
          },
        ],
      ],
      features: [gitopsModuleArgocd, gitopsModuleFlux, gitopsModuleFlagger],
    });
    await backend.stop();
  });

  function findingsOf(path: string) {
    const [by] = path.split('/');
    const object = parse(readFileSync(join(samples, path), 'utf8'));
    const engine = engines.get(by);
    const status = engine?.map(object, context);
    const rollout = controllers.get(by)?.map(object, context);
    const found = rankFindings(
      findProblems(
        factsOf({
          ...(status && { status }),
          ...(rollout && { rollouts: [rollout] }),
          ...(engine && { engine: engine.title }),
        }),
      ),
    );
    // What can't be known of a single object, or is old in a sample.
    return found
      .filter(({ rule }) => rule !== 'stale')
      .map(({ rule, severity, title }) => [rule, severity, title]);
  }

  const untold = [
    'source-unknown',
    'warning',
    'It is not known where it is defined',
  ];

  it.each<[string, string[][]]>([
    [
      'argocd/application_degraded.yaml',
      [['unhealthy', 'error', 'It is not healthy']],
    ],
    ['argocd/application_multisource_synced.yaml', []],
    ['argocd/application_oci-manifests_progressing.yaml', []],
    [
      'flux/kustomization_failed_path-not-found.yaml',
      [
        ['path-not-found', 'error', 'The path invalid is not in the source'],
        untold,
      ],
    ],
    [
      'flux/helmrelease_failed_test_stalled.yaml',
      [
        ['hook-failed', 'error', 'The test of the release failed'],
        untold,
        ['retries-exhausted', 'warning', 'The engine has given up'],
      ],
    ],
    [
      'flux/helmrelease_suspended.yaml',
      [untold, ['suspended', 'info', 'It is suspended']],
    ],
    ['flux/kustomization_ready_minimal.yaml', [untold]],
    ['flux/kustomization_progressing.yaml', [untold]],
    [
      'flagger/canary_failed.yaml',
      [
        ['analysis-failed', 'error', 'The analysis of the new version failed'],
        ['rollout-aborted', 'warning', 'The rollout was aborted'],
      ],
    ],
    [
      'flagger/canary_waitingpromotion.yaml',
      [['rollout-waiting', 'info', 'The rollout waits for somebody']],
    ],
    ['flagger/canary_succeeded.yaml', []],
  ])('%s', (path, expected) => {
    expect(findingsOf(path)).toEqual(expected);
  });
});
