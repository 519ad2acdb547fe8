import { kubeTime } from '../argocd/controller/kubeTime';
import { JsonRecord, recordsAt } from '../json';

/** What is said by a condition. */
export interface Said {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

const first = ['Stalled', 'Reconciling', 'Ready'];

/** The conditions of a status with others set, and some gone. The time moves when anything else is said. */
export function conditionsWith(
  status: unknown,
  change: { generation: number; set?: readonly Said[]; gone?: string[] },
): JsonRecord[] {
  const { generation, set = [], gone = [] } = change;
  const before = recordsAt(status, 'conditions');
  const kept = before.filter(
    ({ type }) =>
      !gone.includes(String(type)) && !set.some(each => each.type === type),
  );
  const said = set.map(condition => {
    const known = before.find(({ type }) => type === condition.type);
    const isSame =
      known?.status === condition.status &&
      known.reason === condition.reason &&
      known.message === condition.message;
    return {
      ...condition,
      observedGeneration: generation,
      lastTransitionTime: isSame ? known.lastTransitionTime : kubeTime(),
    };
  });
  return [...kept, ...said].sort((a, b) => rank(a) - rank(b));
}

export function conditionOf(
  object: unknown,
  type: string,
): JsonRecord | undefined {
  return recordsAt(object, 'status', 'conditions').find(
    each => each.type === type,
  );
}

/** Ready, as it is now and not as it was. */
export function isReady(object: {
  metadata: { generation?: number };
  [field: string]: unknown;
}): boolean {
  const ready = conditionOf(object, 'Ready');
  return (
    ready?.status === 'True' &&
    ready.observedGeneration === object.metadata.generation
  );
}

function rank({ type }: JsonRecord): number {
  const index = first.indexOf(String(type));
  return index < 0 ? first.length : index;
}
