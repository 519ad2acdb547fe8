import fc from 'fast-check';
import { KubeObject, WatchEvent } from '../../contracts';
import { StatusError } from '../StatusError';
import { watchObjects } from '../objects/watchObjects';
import { objectKey } from './objectKey';
import { ObjectStore } from './ObjectStore';

const resource = 'configmaps';

const object = (name: string, team: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels: { team } },
});

/** A client as it should be written: lists, watches, resumes, lists anew when it must. */
class Replica {
  readonly state = new Map<string, string>();
  readonly #store: ObjectStore;
  readonly #team: string | undefined;
  #revision = 0;
  #stop: (() => void) | undefined;

  constructor(store: ObjectStore, team: string | undefined) {
    this.#store = store;
    this.#team = team;
  }

  disconnect() {
    this.#stop?.();
    this.#stop = undefined;
  }

  connect() {
    if (this.#stop) return;
    if (!this.#revision) this.#list();
    try {
      this.#stop = this.#watch();
    } catch (error) {
      if (!(error instanceof StatusError) || error.code !== 410) throw error;
      this.#list();
      this.#stop = this.#watch();
    }
  }

  matches = ({ metadata }: KubeObject) =>
    !this.#team || metadata.labels?.team === this.#team;

  #list() {
    this.state.clear();
    for (const each of this.#store.list(resource).filter(this.matches)) {
      this.#keep(each);
    }
    this.#revision = this.#store.revision;
  }

  #watch() {
    return watchObjects({
      store: this.#store,
      resource,
      matches: this.matches,
      after: this.#revision,
      onEvent: event => this.#follow(event),
    });
  }

  #follow({ type, object: changed }: WatchEvent) {
    const key = objectKey(changed.metadata);
    const revision = Number(changed.metadata.resourceVersion);
    // A watcher must be able to rely on each of these.
    if (
      revision <= this.#revision ||
      this.state.has(key) === (type === 'ADDED')
    ) {
      throw new Error(`${type} of ${key} at ${revision} is out of place`);
    }
    this.#revision = revision;
    if (type === 'DELETED') this.state.delete(key);
    else this.#keep(changed);
  }

  #keep(each: KubeObject) {
    this.state.set(
      objectKey(each.metadata),
      each.metadata.resourceVersion ?? '',
    );
  }
}

const names = fc.constantFrom('a', 'b', 'c', 'd');
const teams = fc.constantFrom('red', 'blue');

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('put' as const),
      name: names,
      team: teams,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('remove' as const), name: names }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('connect' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('disconnect' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('forget' as const) }) },
);

describe('ObjectStore', () => {
  it('gives a watcher that resumes the state of the list, whatever happens between', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80 }),
        fc.option(teams, { nil: undefined }),
        fc.integer({ min: 1, max: 20 }),
        (steps, team, historySize) => {
          const store = ObjectStore.create({ historySize });
          const replica = new Replica(store, team);
          for (const each of steps) {
            switch (each.act) {
              case 'put':
                store.put(resource, object(each.name, each.team));
                store.put('pods', object(each.name, each.team));
                break;
              case 'remove':
                store.remove(resource, { namespace: 'default', ...each });
                break;
              case 'connect':
                replica.connect();
                break;
              case 'disconnect':
                replica.disconnect();
                break;
              default:
                store.forgetHistory();
                replica.disconnect();
            }
          }
          replica.connect();
          const list = store.list(resource).filter(replica.matches);
          expect([...replica.state].sort()).toEqual(
            list.map(each => [
              objectKey(each.metadata),
              each.metadata.resourceVersion,
            ]),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lists as it was at any revision that it remembers, and at no other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: names, team: fc.option(teams) }), {
          maxLength: 40,
        }),
        writes => {
          const store = ObjectStore.create({ historySize: 10, revision: 100 });
          const past = new Map([[store.revision, store.list(resource)]]);
          for (const { name, team } of writes) {
            if (team) store.put(resource, object(name, team));
            else store.remove(resource, { namespace: 'default', name });
            past.set(store.revision, store.list(resource));
          }
          for (const [revision, list] of past) {
            expect(store.listAt(resource, revision)).toEqual(
              revision < store.forgottenUpTo ? undefined : list,
            );
          }
          expect(store.revision - store.forgottenUpTo).toBeGreaterThanOrEqual(
            Math.min(10, past.size - 1),
          );
        },
      ),
    );
  });

  it('tells everybody the changes in order, even those made while telling', () => {
    const store = ObjectStore.create({ historySize: 10 });
    const heard: Array<string | undefined> = [];
    store.subscribe(({ object: { metadata } }) => {
      if (metadata.name === 'a') store.put(resource, object('b', 'red'));
    });
    watchObjects({
      store,
      resource,
      matches: () => true,
      onEvent: event => {
        heard.push(event.object.metadata.name);
        if (event.object.metadata.name === 'b') {
          store.put(resource, object('c', 'red'));
        }
      },
    });
    store.put(resource, object('a', 'red'));
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('counts on from where an earlier life may have been', () => {
    const first = ObjectStore.create({ historySize: 1 }).revision;
    expect(first).toBeGreaterThan(500_000_000);
    expect(
      ObjectStore.create({ historySize: 1, revision: first + 7 }).revision,
    ).toBe(first + 7);
  });
});
