// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { EngineActionId, ObjectPatch } from '../../engines/GitOpsEngine';
import { EngineBench } from './EngineBench';
import { frozen } from './frozen';

const actions: EngineActionId[] = ['sync', 'refresh', 'suspend', 'resume'];

/** What a person may ask of the engine. */
export function describeActing(bench: EngineBench): void {
  const { engine, samples } = bench;

  describe('its actions', () => {
    it('can each be carried out on a sample that offers it', () => {
      const targets = bench.targets();
      const offered = targets.flatMap(each => offeredBy(each.status));
      const possible = targets.flatMap(({ object, status }) =>
        offeredBy(status).filter(
          action => outcomeOf(action, object) === 'patches',
        ),
      );
      expect([...new Set(possible)].sort()).toEqual(
        [...new Set(offered)].sort(),
      );
    });

    it.each(samples)('are those that are offered: $title', ({ object }) => {
      const status = engine.map(object, bench.context);
      for (const action of actions) {
        const allowed =
          status && offeredBy(status).includes(action)
            ? ['patches', 'ConflictError']
            : ['NotImplementedError', 'ConflictError'];
        expect(allowed).toContain(outcomeOf(action, object));
      }
    });

    it.each(samples)('change the object, or what it names: $title', sample => {
      for (const patch of patchesOf(sample.object)) {
        expectOwn(patch, sample.ref);
        expect(JSON.parse(JSON.stringify(patch))).toEqual(patch);
        expect(Object.keys(patch.body)).not.toEqual([]);
      }
    });

    it.each(samples)('are prepared without a trace: $title', ({ object }) => {
      expect(patchesOf(frozen(object))).toEqual(patchesOf(object));
    });

    it.each(samples)(
      'are refused while it is being deleted: $title',
      ({ object }) => {
        const deletionTimestamp = '2026-10-02T08:59:00Z';
        const metadata = { ...object.metadata, deletionTimestamp };
        const status = engine.map(object, bench.context);
        for (const action of actions) {
          const refusals =
            status && offeredBy(status).includes(action)
              ? ['ConflictError']
              : ['ConflictError', 'NotImplementedError'];
          expect(refusals).toContain(
            outcomeOf(action, { ...object, metadata }),
          );
        }
      },
    );

    it('are refused for what is not of this engine', () => {
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: {} };
      for (const action of actions) {
        expect(['InputError', 'NotImplementedError']).toContain(
          outcomeOf(action, secret),
        );
      }
    });
  });

  function patchesOf(object: unknown): ObjectPatch[] {
    return actions.flatMap(action =>
      outcomeOf(action, object) === 'patches'
        ? bench.prepare(action, object)
        : [],
    );
  }

  function outcomeOf(action: EngineActionId, object: unknown): string {
    try {
      return bench.prepare(action, object).length > 0 ? 'patches' : 'nothing';
    } catch (error) {
      if (!(error instanceof Error)) return 'no error';
      return error.message ? error.name : 'an error that says nothing';
    }
  }

  function expectOwn(patch: ObjectPatch, own: TargetStatus['object']) {
    const kind = [...engine.kinds, ...(engine.references ?? [])].find(
      ({ group, version, kind: name, plural }) =>
        name === patch.kind &&
        plural === patch.plural &&
        patch.apiVersion === (group ? `${group}/${version}` : version),
    );
    expect(kind).toBeDefined();
    const isOwnKind = engine.kinds.some(each => each === kind);
    if (!isOwnKind) return;
    const { apiVersion, kind: kindName, namespace, name } = patch;
    const { cluster } = own;
    expect({ cluster, apiVersion, kind: kindName, namespace, name }).toEqual(
      own,
    );
  }
}

function offeredBy(status: TargetStatus): EngineActionId[] {
  return status.actions ?? ['sync', 'refresh'];
}
