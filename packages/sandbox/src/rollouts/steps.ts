import { Step } from './Rollout';

/** A step in the words of the controller's events: `setWeight: 25`. */
export function titleOf(step: Step): string {
  if (step.setWeight !== undefined) return `setWeight: ${step.setWeight}`;
  if (step.pause) {
    const { duration } = step.pause;
    return duration === undefined ? 'pause' : `pause: ${duration}`;
  }
  return Object.keys(step)[0] ?? 'nothing';
}

/** The weight that a canary is to have at a step: what the last one said that set it. */
export function weightAt(steps: readonly Step[], index: number): number {
  for (const step of steps.slice(0, index + 1).reverse()) {
    if (step.setWeight !== undefined) return step.setWeight;
  }
  return 0;
}

/** How many pods each side of a canary is to have at a step. */
export function podsAt(options: {
  steps: readonly Step[];
  index: number;
  replicas: number;
  /** Traffic is divided by a router: the stable side keeps its pods. */
  routed: boolean;
}): { canary: number; stable: number } {
  const { steps, index, replicas, routed } = options;
  const weight = weightAt(steps, index);
  const share = (part: number) => Math.ceil((replicas * part) / 100);
  if (!routed) return { canary: share(weight), stable: share(100 - weight) };
  const scale = steps
    .slice(0, index + 1)
    .reverse()
    .find(step => step.setCanaryScale)?.setCanaryScale;
  const canary =
    scale?.replicas ??
    share(scale?.matchTrafficWeight ? weight : (scale?.weight ?? weight));
  return { canary, stable: replicas };
}
