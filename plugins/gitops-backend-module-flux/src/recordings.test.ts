import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { z } from 'zod';
import { fluxEngine } from './FluxEngine';

const folder = join(
  __dirname,
  '../../../lab/recordings/kustomize-controller/v1.9.4',
);
const recordingSchema = z.object({
  objects: z.array(z.looseObject({ kind: z.string() })),
});

function mapped(recording: string) {
  const file = join(folder, `${recording}.json`);
  const { objects } = recordingSchema.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const [object, ...others] = objects;
  const { references = [] } = fluxEngine;
  return fluxEngine.map(
    object,
    mappingContextOf({
      references,
      objects: others.filter(other =>
        references.some(({ kind }) => kind === other.kind),
      ),
    }),
  );
}

describe('objects that Flux wrote', () => {
  const expected: Record<string, string> = Object.fromEntries([
    ['kustomization-apply-failed', 'OutOfSync Unknown WaitingRetry'],
    ['kustomization-dependency-not-ready', 'Unknown Progressing WaitingRetry'],
    ['kustomization-health-check-failed', 'Synced Degraded WaitingRetry'],
    ['kustomization-new', 'Unknown Unknown'],
    ['kustomization-path-not-found', 'Unknown Unknown WaitingRetry'],
    [
      'kustomization-progressing-to-new-revision',
      'OutOfSync Progressing Running',
    ],
    ['kustomization-progressing', 'Synced Progressing Running'],
    ['kustomization-ready-again', 'Synced Healthy Succeeded'],
    ['kustomization-ready-before-the-rest', 'OutOfSync Healthy Succeeded'],
    ['kustomization-ready', 'Synced Healthy Succeeded'],
    ['kustomization-source-not-found', 'Unknown Unknown WaitingRetry'],
    ['kustomization-stalled', 'Unknown Unknown Failed'],
    ['kustomization-suspended', 'OutOfSync Suspended Succeeded'],
  ]);

  it('are all known here', () => {
    const names = readdirSync(folder).map(file => file.replace('.json', ''));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s: %s', (recording, words) => {
    const status = mapped(recording);
    expect(
      [status?.sync.status, status?.health.status, status?.operation?.phase]
        .filter(Boolean)
        .join(' '),
    ).toBe(words);
  });
});
