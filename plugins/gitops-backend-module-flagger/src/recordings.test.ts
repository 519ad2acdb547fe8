import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { z } from 'zod';
import { flaggerController } from './FlaggerController';

const folder = join(__dirname, '../../../lab/recordings/flagger/v1.44.0');
const recordingSchema = z.object({
  objects: z.array(z.looseObject({ kind: z.string() })),
});

function mapped(recording: string) {
  const file = join(folder, `${recording}.json`);
  const { objects } = recordingSchema.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const [object, ...others] = objects;
  const { references = [] } = flaggerController;
  return flaggerController.map(
    object,
    mappingContextOf({
      references,
      objects: others.filter(other =>
        references.some(({ kind }) => kind === other.kind),
      ),
    }),
  );
}

describe('objects that Flagger wrote', () => {
  const expected: Record<string, string> = Object.fromEntries([
    ['blue-green-failed', 'aborted Failed 1.1.0 1.2.0'],
    ['blue-green-failing', 'progressing Progressing 2/6 1.1.0 1.2.0'],
    ['blue-green-finalising', 'progressing Finalising 5/6 1.1.0 1.1.0'],
    ['blue-green-initialized', 'stable Initialized 1.0.0'],
    ['blue-green-initializing', 'progressing Initializing 1.0.0 1.0.0'],
    ['blue-green-iterating', 'progressing Progressing 2/6 1.0.0 1.1.0'],
    ['blue-green-progressing', 'progressing Progressing 1/6 1.0.0 1.1.0'],
    ['blue-green-promoting', 'progressing Promoting 4/6 1.1.0 1.1.0'],
    ['blue-green-succeeded', 'stable Succeeded 6/6 1.1.0'],
    [
      'blue-green-waiting-promotion',
      'waiting WaitingPromotion 3/6 1.0.0 1.1.0',
    ],
    ['blue-green-waiting', 'waiting Waiting 0/6 1.0.0 1.1.0'],
  ]);

  it('are all known here', () => {
    const names = readdirSync(folder).map(file => file.replace('.json', ''));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s: %s', (recording, words) => {
    const { state, phase, step, stable, candidate } = mapped(recording) ?? {};
    expect(
      [
        state,
        phase,
        step && `${step.index}/${step.total}`,
        stable?.images?.[0]?.tag,
        candidate?.images?.[0]?.tag,
      ]
        .filter(Boolean)
        .join(' '),
    ).toBe(words);
  });
});
