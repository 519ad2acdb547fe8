import { durationInWords, secondsOf } from '../durations';
import { CanaryStep } from '../schema';

/** What a step is, in the controller's word and in plain ones. */
interface StepWords {
  kind: string;
  title: string;
}

const kinds = [
  'setWeight',
  'pause',
  'setCanaryScale',
  'analysis',
  'experiment',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
] as const;
type Kind = (typeof kinds)[number];
type Titles = {
  [K in Kind]: (step: NonNullable<CanaryStep[K]>, whole: number) => string;
};

const titles: Titles = {
  setWeight: (weight, whole) => {
    if (weight >= whole) return 'Send all of the traffic to the new version';
    if (weight <= 0) return 'Send no traffic to the new version';
    return whole === 100
      ? `Send ${weight} % of the traffic to the new version`
      : `Send ${weight} of ${whole} parts of the traffic to the new version`;
  },
  pause: ({ duration }) => {
    const seconds = secondsOf(duration);
    return seconds === undefined
      ? 'Wait until somebody promotes it'
      : `Wait ${durationInWords(seconds)}`;
  },
  setCanaryScale: ({ replicas, weight, matchTrafficWeight }) => {
    if (typeof weight === 'number') {
      return `Run ${weight} % of the pods with the new version`;
    }
    if (typeof replicas === 'number' && !matchTrafficWeight) {
      return `Run ${replicas} ${replicas === 1 ? 'pod' : 'pods'} of the new version`;
    }
    return 'Run as many pods of the new version as its share of the traffic needs';
  },
  analysis: ({ templates }) => {
    const names = namesOf(templates, each => each.templateName);
    return `Measure the new version${names && ` with ${names}`}`;
  },
  experiment: ({ templates, duration }) => {
    const names = namesOf(templates, each => each.name);
    const seconds = secondsOf(duration);
    const time =
      seconds === undefined ? '' : ` for ${durationInWords(seconds)}`;
    return `Run an experiment${names && ` with ${names}`}${time}`;
  },
  setHeaderRoute: ({ name, match }) =>
    match?.length
      ? `Send requests with certain headers to the new version${named(name)}`
      : `Stop sending requests by their headers${named(name)}`,
  setMirrorRoute: ({ name, match, percentage }) =>
    match?.length || typeof percentage === 'number'
      ? `Mirror ${percentage ?? 100} % of the requests to the new version${named(name)}`
      : `Stop mirroring requests${named(name)}`,
  plugin: ({ name }) => `Run the plugin ${name || 'without a name'}`,
};

export function stepInWords(step: CanaryStep, whole: number): StepWords {
  for (const kind of kinds) {
    const words = wordsOf(kind, { step, whole });
    if (words) return words;
  }
  return unknownStep(step);
}

function wordsOf<K extends Kind>(
  kind: K,
  { step, whole }: { step: CanaryStep; whole: number },
): StepWords | undefined {
  const declared = step[kind];
  if (declared === undefined || declared === null) return undefined;
  const title: Titles[K] = titles[kind];
  return { kind, title: title(declared, whole) };
}

/** A step of a newer controller. */
function unknownStep(step: CanaryStep): StepWords {
  const [kind = 'unknown'] = Object.keys(step).filter(key => step[key]);
  return { kind, title: `Carry out the step ${kind}` };
}

function namesOf<T>(
  list: readonly T[] | null | undefined,
  nameOf: (each: T) => string | null | undefined,
): string {
  return (list ?? []).flatMap(each => nameOf(each) || []).join(', ');
}

function named(name: string | null | undefined): string {
  return name ? ` (${name})` : '';
}
