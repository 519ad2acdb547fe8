import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { z } from 'zod';
import { argoRolloutsController } from './ArgoRolloutsController';

const folder = join(
  __dirname,
  '../../../lab/recordings/rollouts-controller/v1.9.1',
);
const recordingSchema = z.object({
  objects: z.array(
    z.looseObject({ kind: z.string(), status: z.looseObject({}).optional() }),
  ),
});

function mapped(recording: string, change: object = {}) {
  const file = join(folder, `${recording}.json`);
  const { objects } = recordingSchema.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const [object, ...others] = objects;
  const { references = [] } = argoRolloutsController;
  return argoRolloutsController.map(
    { ...object, status: { ...object.status, ...change } },
    mappingContextOf({
      references,
      objects: others.filter(other =>
        references.some(({ kind }) => kind === other.kind),
      ),
    }),
  );
}

describe('objects that Argo Rollouts wrote', () => {
  const expected: Record<string, string> = Object.fromEntries([
    ['blue-green-healthy', 'stable Healthy'],
    ['blue-green-old-version-gone', 'stable Healthy'],
    ['blue-green-paused-before-promotion', 'waiting Paused'],
    ['blue-green-preview-progressing', 'progressing Progressing'],
    ['blue-green-promoted', 'stable Healthy'],
    ['canary-aborted-by-a-person', 'aborted Degraded 0%'],
    ['canary-all-steps-taken', 'progressing Progressing 6/6 100%'],
    ['canary-analysis-aborted-by-analysis', 'aborted Degraded 0%'],
    ['canary-analysis-analysis-running', 'progressing Progressing 1/2 50%'],
    ['canary-analysis-back-at-stable', 'aborted Degraded 0%'],
    ['canary-analysis-promoted-after-analysis', 'stable Healthy 2/2'],
    ['canary-first-progressing', 'progressing Progressing 6/6'],
    ['canary-fully-promoted', 'stable Healthy 6/6'],
    ['canary-healthy', 'stable Healthy 6/6'],
    ['canary-new', 'progressing Progressing'],
    ['canary-paused-by-a-person', 'paused Paused 1/6 25%'],
    ['canary-paused-for-a-time', 'paused Paused 3/6 50%'],
    ['canary-paused-until-promoted', 'waiting Paused 1/6 25%'],
    ['canary-promoted-fully', 'progressing Progressing 6/6 100%'],
    ['canary-promoted', 'stable Healthy 6/6'],
    ['canary-retried', 'progressing Progressing 0/6 25%'],
    ['canary-step-1-progressing', 'progressing Progressing 0/6 25%'],
    ['canary-step-3-progressing', 'progressing Progressing 2/6 50%'],
    ['canary-step-5-progressing', 'progressing Progressing 4/6 75%'],
  ]);

  it('are all known here', () => {
    const names = readdirSync(folder).map(file => file.replace('.json', ''));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s: %s', (recording, words) => {
    const { state, phase, step, weight } = mapped(recording) ?? {};
    expect(
      [
        state,
        phase,
        step && `${step.index}/${step.total}`,
        weight && `${weight.desired}%`,
      ]
        .filter(Boolean)
        .join(' '),
    ).toBe(words);
  });
});

describe('what a Rollout was told and has not done', () => {
  it('is a second abort, although the time of the first is still there', () => {
    const told = mapped('canary-retried', { abort: true });
    expect(told?.state).toBe('progressing');
    expect(told?.message).toContain('It was told to abort');
    expect(mapped('canary-retried')?.message).not.toContain('abort');
  });
});
