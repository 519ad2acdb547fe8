import { KubeObject, WatchEvent } from '../../contracts';
import { Change } from '../store/ChangeHistory';
import { ObjectStore } from '../store/ObjectStore';
import { expired } from '../StatusError';

/** Which objects a watch is about. */
export type ObjectMatch = (object: KubeObject) => boolean;

/**
 * Throws `410 Expired` when the history does not reach back to where the watch
 * wants to go on, or when the revision is from another life of this cluster:
 * either way only a new list can tell how things are.
 */
function changesAfter(store: ObjectStore, revision: number): Change[] {
  const changes =
    revision > store.revision ? undefined : store.changesSince(revision);
  if (!changes) {
    throw expired(
      `too old resource version: ${revision} (${store.forgottenUpTo})`,
    );
  }
  return changes;
}

/**
 * What a change is to a watch: an object that comes to match has been added,
 * one that no longer matches has gone, though the store only changed it.
 */
function eventOf(change: Change, matches: ObjectMatch): WatchEvent | undefined {
  const { type, object, previous } = change;
  const before = previous !== undefined && matches(previous);
  const now = type !== 'DELETED' && matches(object);
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  return {
    type: 'DELETED',
    object: type === 'DELETED' ? object : lastMatching(previous, change),
  };
}

function lastMatching(previous: KubeObject, change: Change): KubeObject {
  const resourceVersion = String(change.revision);
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}

/**
 * Follows the objects of one resource: first what the listener has not heard
 * of yet, then every change as it happens, without a gap or a repetition.
 *
 * `after` is the revision from which the listener goes on; left out, it hears
 * of everything that exists as ADDED first.
 */
export function watchObjects(options: {
  store: ObjectStore;
  resource: string;
  matches: ObjectMatch;
  after?: number;
  onEvent: (event: WatchEvent, revision: number) => void;
}): () => void {
  const { store, resource, matches, after, onEvent } = options;
  const missed = after === undefined ? [] : changesAfter(store, after);
  const upTo = store.revision;
  const tell = (change: Change) => {
    const event =
      change.resource === resource ? eventOf(change, matches) : undefined;
    if (event) onEvent(event, change.revision);
  };
  // Whoever hears of an event may write in turn: what comes of that waits its turn.
  let waiting: Change[] | undefined = [];
  const stop = store.subscribe(change => {
    // The store may still be telling changes that are among those read above.
    if (change.revision <= upTo) return;
    if (waiting) waiting.push(change);
    else tell(change);
  });
  if (after === undefined) {
    for (const object of store.list(resource)) {
      if (matches(object)) onEvent({ type: 'ADDED', object }, upTo);
    }
  }
  missed.forEach(tell);
  for (let next = waiting.shift(); next; next = waiting.shift()) tell(next);
  waiting = undefined;
  return stop;
}
