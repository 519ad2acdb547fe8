// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { frozen } from '../engineContract/frozen';
import { PipelineBench } from './PipelineBench';

const actions = ['promote', 'approve'] as const;

/** What it can be asked, against what its stages say that it can be. */
export function describePipelineActing(bench: PipelineBench): void {
  const stages = bench
    .mapped()
    .flatMap(({ title, object, status }) =>
      status.stages.map(stage => ({ title, object, stage })),
    );

  describe('what it is asked', () => {
    it.each(stages)('is what its stages offer: $title $stage.name', options => {
      const { object, stage } = options;
      const outcomes = actions.map(action =>
        outcomeOf(bench, { action, object: frozen(object), stage: stage.name }),
      );
      const due = actions.map(action =>
        stage.actions.includes(action)
          ? /^asked$/
          : /^(ConflictError|NotImplementedError)$/,
      );
      expect(outcomes).toEqual(due.map(each => expect.stringMatching(each)));
    });

    it.each(stages)('stays in its namespace: $title $stage.name', options => {
      const { object, stage } = options;
      for (const action of stage.actions) {
        const { create = [], patch = [] } = bench.prepare(action, {
          object,
          stage: stage.name,
        });
        for (const each of [...create, ...patch]) {
          expect(each.namespace).toBe(object.metadata.namespace);
          expect(each.apiVersion).toBe(object.apiVersion);
        }
      }
    });

    it.each(stages)(
      'is refused while it is deleted: $title $stage.name',
      options => {
        const { object, stage } = options;
        const deleted = {
          ...object,
          metadata: {
            ...object.metadata,
            deletionTimestamp: '2026-10-02T08:00:00Z',
          },
        };
        for (const action of actions) {
          expect(
            outcomeOf(bench, { action, object: deleted, stage: stage.name }),
          ).not.toBe('asked');
        }
      },
    );
  });
}

/** `asked`, or the name of the error that says why not. */
function outcomeOf(
  bench: PipelineBench,
  options: { action: (typeof actions)[number]; object: unknown; stage: string },
): string {
  const { action, ...rest } = options;
  try {
    const { create = [], patch = [] } = bench.prepare(action, rest);
    return create.length + patch.length > 0 ? 'asked' : 'nothing';
  } catch (error) {
    if (!(error instanceof Error)) return 'no error';
    return error.message ? error.name : 'an error that says nothing';
  }
}
