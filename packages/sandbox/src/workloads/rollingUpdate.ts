/** A ReplicaSet, as far as a rollout looks at it. */
export interface Replicas {
  name: string;
  wanted: number;
  available: number;
}

/** What a Deployment says about its rollouts. */
export interface RolloutRules {
  replicas: number;
  strategy: 'RollingUpdate' | 'Recreate';
  maxSurge: number;
  maxUnavailable: number;
}

/** How many pods each ReplicaSet is to have next; those that stay as they are left out. One step of a rollout. */
export function nextReplicas(options: {
  rules: RolloutRules;
  current: Replicas;
  /** Oldest first. */
  old: Replicas[];
}): Map<string, number> {
  const { rules, current, old } = options;
  const next = new Map<string, number>();
  const oldWanted = total(old, 'wanted');
  if (oldWanted === 0) {
    if (current.wanted !== rules.replicas) {
      next.set(current.name, rules.replicas);
    }
    return next;
  }
  if (rules.strategy === 'Recreate') {
    for (const { name, wanted } of old) if (wanted > 0) next.set(name, 0);
    return next;
  }

  const room = rules.replicas + rules.maxSurge - (oldWanted + current.wanted);
  const grown = Math.min(rules.replicas, current.wanted + Math.max(0, room));
  if (grown !== current.wanted) {
    next.set(current.name, grown);
    return next;
  }

  const mustStay = rules.replicas - rules.maxUnavailable;
  const notYet = current.wanted - current.available;
  let mayGo = oldWanted + current.wanted - mustStay - notYet;
  const left = new Map(old.map(({ name, wanted }) => [name, wanted]));
  const take = (name: string, count: number) => {
    left.set(name, (left.get(name) ?? 0) - count);
    mayGo -= count;
  };
  // What does not run goes first: nobody misses it.
  for (const { name, wanted, available } of old) {
    take(name, clamp(wanted - available, mayGo));
  }
  let spare = current.available + total(old, 'available') - mustStay;
  for (const { name } of old) {
    const count = clamp(left.get(name) ?? 0, Math.min(spare, mayGo));
    take(name, count);
    spare -= count;
  }
  for (const { name, wanted } of old) {
    const remaining = left.get(name) ?? 0;
    if (remaining !== wanted) next.set(name, remaining);
  }
  return next;
}

function clamp(count: number, limit: number): number {
  return Math.max(0, Math.min(count, limit));
}

function total(sets: Replicas[], field: 'wanted' | 'available'): number {
  return sets.reduce((sum, each) => sum + each[field], 0);
}
