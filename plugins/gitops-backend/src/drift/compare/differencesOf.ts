import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../manifests/isRecord';
import { formatPointer, YamlPath } from '../../manifests/yaml/YamlPath';
import { plainOf, Sourced, SourcedLeaf } from '../git/Sourced';
import { isIgnored } from './ignoredFields';
import { listKeyOf } from './listKeys';
import { holdsQuantity, isSameQuantity } from './quantity';

/** A field that Git says something about and that is not so in the cluster. */
export interface Difference {
  /** Of the live object, for people: `spec.replicas`. */
  label: string;
  /** Of the live object; where it has no such item, of what Git says. */
  path: YamlPath;
  /** Absent where Git says nothing any more. */
  git?: Sourced;
  /** Undefined where it is not there. */
  live?: unknown;
  /** What was applied last, as far as that is known. */
  applied?: unknown;
}

/**
 * Compares what Git says with what is there. Fields that Git never says are no difference, as they are defaults or
 * belong to somebody else; neither is a value that says nothing (`{}`, `false`, `0`) and isn't kept by the cluster.
 */
export function differencesOf(options: {
  git: Sourced;
  live: unknown;
  /** What was applied last: fields that it has and Git has no more are differences too. */
  applied?: unknown;
  /** `${…}` in Git is filled in later, so it isn't compared. */
  variables?: boolean;
}): Difference[] {
  return compare({ ...options, path: [], label: '' });
}

interface Place {
  git: Sourced;
  live: unknown;
  applied?: unknown;
  variables?: boolean;
  path: YamlPath;
  label: string;
}

function compare(place: Place): Difference[] {
  const { git, live, path, label } = place;
  if (isIgnored(path) || isSame(place)) return [];
  if (git.type === 'map' && isRecord(live)) {
    return [
      ...[...git.entries].flatMap(([key, value]) =>
        compare({
          ...place,
          git: value,
          live: live[key],
          applied: isRecord(place.applied) ? place.applied[key] : undefined,
          path: [...path, key],
          label: labelOf(label, key),
        }),
      ),
      ...removed({ ...place, git, live }),
    ];
  }
  if (git.type === 'list' && Array.isArray(live)) {
    const items = compareItems({ ...place, git, live });
    if (items) return items;
  }
  return [
    {
      label,
      path,
      git,
      ...(live !== undefined && { live }),
      ...(place.applied !== undefined && { applied: place.applied }),
    },
  ];
}

function isSame({ git, live, path, variables }: Place): boolean {
  if (git.type !== 'leaf') {
    return (live === undefined || live === null) && isEmpty(git);
  }
  const { value } = git;
  if (live === undefined || live === null) return isEmpty(git);
  return (
    isDeepStrictEqual(value, live) ||
    (typeof value === 'string' && isFilledIn(value, variables)) ||
    (holdsQuantity(path) && isSameQuantity(value, live)) ||
    isHashed(git, live)
  );
}

/** A variable, or what the engine decrypts. */
function isFilledIn(value: string, variables: boolean | undefined): boolean {
  return (
    (variables === true && value.includes('${')) || value.startsWith('ENC[')
  );
}

/** What an API server leaves out when it is told so. */
function isEmpty(git: Sourced): boolean {
  switch (git.type) {
    case 'map':
      return [...git.entries.values()].every(isEmpty);
    case 'list':
      return git.items.length === 0;
    default:
      return (
        git.value === null ||
        git.value === undefined ||
        git.value === false ||
        git.value === '' ||
        git.value === 0
      );
  }
}

/** Kustomize ends the names of what it generates with ten letters or digits. */
function isHashed({ value, hashed }: SourcedLeaf, live: unknown): boolean {
  return (
    hashed === true &&
    typeof live === 'string' &&
    live.startsWith(`${value}-`) &&
    /^[a-z0-9]{10}$/.test(live.slice(`${value}-`.length))
  );
}

function removed(
  place: Place & {
    git: Extract<Sourced, { type: 'map' }>;
    live: Record<string, unknown>;
  },
): Difference[] {
  const { git, live, applied } = place;
  if (!isRecord(applied)) return [];
  return Object.keys(applied)
    .filter(key => !git.entries.has(key))
    .flatMap(key =>
      leavesRemoved({
        live: live[key],
        applied: applied[key],
        path: [...place.path, key],
        label: labelOf(place.label, key),
      }),
    );
}

/** Field by field, as what engines write for themselves may be all that is left of a map. */
function leavesRemoved(place: {
  live: unknown;
  applied: unknown;
  path: YamlPath;
  label: string;
}): Difference[] {
  const { live, applied, path, label } = place;
  if (live === undefined || isIgnored(path)) return [];
  if (!isRecord(live) || !isRecord(applied)) {
    return [{ label, path, live, applied }];
  }
  return Object.keys(applied).flatMap(key =>
    leavesRemoved({
      live: live[key],
      applied: applied[key],
      path: [...path, key],
      label: labelOf(label, key),
    }),
  );
}

/** Undefined when the lists are only one value each, because their items can't be told apart. */
function compareItems(
  place: Place & {
    git: Extract<Sourced, { type: 'list' }>;
    live: unknown[];
  },
): Difference[] | undefined {
  const { git, live, applied, path, label } = place;
  const wanted = git.items.map(plainOf);
  const records = (items: readonly unknown[]) =>
    items.map(item => (isRecord(item) ? item : undefined));
  const [gitItems, liveItems] = [records(wanted), records(live)];
  const key = listKeyOf(lastName(path), [gitItems, liveItems]);
  const before = Array.isArray(applied) ? records(applied) : [];
  if (key) {
    return git.items.flatMap((item, index) => {
      const name = gitItems[index]?.[key];
      const at = liveItems.findIndex(each => each?.[key] === name);
      return at < 0
        ? [
            {
              label: `${label}[${key}=${name}]`,
              path: [...path, index],
              git: item,
            },
          ]
        : compare({
            ...place,
            git: item,
            live: live[at],
            applied: before.find(each => each?.[key] === name),
            path: [...path, at],
            label: `${label}[${at}]`,
          });
    });
  }
  if (
    wanted.length !== live.length ||
    !wanted.every(isRecord) ||
    !live.every(isRecord)
  ) {
    return undefined;
  }
  return git.items.flatMap((item, index) =>
    compare({
      ...place,
      git: item,
      live: live[index],
      applied: before[index],
      path: [...path, index],
      label: `${label}[${index}]`,
    }),
  );
}

function lastName(path: YamlPath): string {
  return String(path.findLast(step => typeof step === 'string') ?? '');
}

function labelOf(label: string, key: string): string {
  const step = formatPointer([key]);
  return label && !step.startsWith('[') ? `${label}.${step}` : label + step;
}
