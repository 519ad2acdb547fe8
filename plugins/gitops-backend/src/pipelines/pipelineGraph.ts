import { Environment } from '@fairlead/backstage-plugin-gitops-common';
import { Mistake, nearest } from '../config/mistakes';
import { AuthoredPipeline } from './pipelineFileSchema';

/** An environment of a service, and where its versions come from. */
export interface PipelineStep {
  name: string;
  after: string[];
}

type Authored = NonNullable<AuthoredPipeline['environments']>;

/**
 * The environments of a service in order: those of the portal, as its file changes them. Where the file can't be
 * followed, those of the portal, and what is wrong.
 */
export function pipelineGraph(options: {
  environments: readonly Environment[];
  authored?: Authored;
  /** The file may not change it. */
  locked: boolean;
}): { steps: PipelineStep[]; mistakes: Mistake[] } {
  const { environments, authored, locked } = options;
  const portal = environments.map(({ name, after }) => ({ name, after }));
  if (!authored) return { steps: inOrder(portal), mistakes: [] };
  const known = portal.map(({ name }) => name);
  const read = Array.isArray(authored)
    ? fromList(authored, known)
    : fromGroup(authored, portal);
  const mistakes = locked ? lockedMistakes(authored) : read.mistakes;
  if (mistakes.length === 0) mistakes.push(...cycles(read.steps, authored));
  return {
    steps: inOrder(mistakes.length > 0 ? portal : read.steps),
    mistakes,
  };
}

function fromList(
  list: Extract<Authored, unknown[]>,
  known: readonly string[],
): { steps: PipelineStep[]; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const ordered = list.some(({ after }) => after !== undefined);
  const names = list.map(({ name }) => name);
  const steps = list.map(({ name, after }, index) => {
    const path = ['environments', index];
    if (!known.includes(name)) {
      mistakes.push({ path, message: unknownName(name, known) });
    } else if (names.indexOf(name) !== index) {
      mistakes.push({ path, message: `names ${name} a second time.` });
    }
    after?.forEach((before, at) => {
      const message = notBefore({ before, known, present: names });
      if (message) mistakes.push({ path: [...path, 'after', at], message });
    });
    const previous = index > 0 ? [names[index - 1]] : [];
    return { name, after: after ?? (ordered ? [] : previous) };
  });
  return { steps, mistakes };
}

function fromGroup(
  group: Exclude<Authored, unknown[]>,
  portal: readonly PipelineStep[],
): { steps: PipelineStep[]; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const known = portal.map(({ name }) => name);
  const present = known.filter(name => group[name] !== false);
  if (present.length === 0) {
    mistakes.push({
      path: ['environments'],
      message: 'leaves out everything.',
    });
  }
  for (const [name, said] of Object.entries(group)) {
    if (!known.includes(name)) {
      const message = unknownName(name, known);
      mistakes.push({ path: ['environments'], key: name, message });
    }
    (said || undefined)?.after?.forEach((before, at) => {
      const message = notBefore({ before, known, present });
      const path = ['environments', name, 'after', at];
      if (message) mistakes.push({ path, message });
    });
  }
  // What comes after one that is left out comes after what that one came after.
  const kept = (after: readonly string[]): string[] =>
    after.flatMap(name =>
      present.includes(name)
        ? [name]
        : kept(portal.find(step => step.name === name)?.after ?? []),
    );
  const steps = portal
    .filter(({ name }) => present.includes(name))
    .map(({ name, after }) => {
      const said = group[name] || undefined;
      return { name, after: said?.after ?? [...new Set(kept(after))] };
    });
  return { steps, mistakes };
}

function lockedMistakes(authored: Authored): Mistake[] {
  const message = 'may not be changed here: the portal decides about it.';
  if (Array.isArray(authored)) {
    return [
      {
        path: ['environments'],
        message:
          'may not be a list: the portal decides about the order. Write a group of keys.',
      },
    ];
  }
  return Object.entries(authored).flatMap(([name, said]) => {
    if (said === false) return [{ path: ['environments', name], message }];
    return said?.after
      ? [{ path: ['environments', name, 'after'], message }]
      : [];
  });
}

function cycles(steps: readonly PipelineStep[], authored: Authored): Mistake[] {
  const after = new Map(steps.map(step => [step.name, step.after]));
  const seen = new Set<string>();
  const cycleFrom = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return path.slice(path.indexOf(name));
    if (seen.has(name)) return undefined;
    for (const before of after.get(name) ?? []) {
      const cycle = cycleFrom(before, [...path, name]);
      if (cycle) return cycle;
    }
    seen.add(name);
    return undefined;
  };
  for (const { name } of steps) {
    const cycle = cycleFrom(name, []);
    if (cycle) {
      const circle = [...cycle, cycle[0]].reverse().join(' → ');
      return [
        {
          path: afterOf(cycle, authored),
          message: `makes a cycle, ${circle}: remove one of these.`,
        },
      ];
    }
  }
  return [];
}

function afterOf(cycle: readonly string[], authored: Authored): PropertyKey[] {
  if (Array.isArray(authored)) {
    const index = authored.findIndex(
      ({ name, after }) => after && cycle.includes(name),
    );
    return ['environments', index, 'after'];
  }
  const name = cycle.find(each => (authored[each] || undefined)?.after);
  return ['environments', name ?? cycle[0], 'after'];
}

function notBefore(options: {
  before: string;
  known: readonly string[];
  present: readonly string[];
}): string | undefined {
  const { before, known, present } = options;
  if (!known.includes(before)) return unknownName(before, known);
  return present.includes(before)
    ? undefined
    : `names ${before}, which this file leaves out.`;
}

function unknownName(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `names "${name}", which is no environment of the portal: ${
    near ? `did you mean "${near}"?` : `write one of ${known.join(', ')}.`
  }`;
}

/** Those before come before, otherwise as they were listed. */
function inOrder(steps: readonly PipelineStep[]): PipelineStep[] {
  const ordered: PipelineStep[] = [];
  const add = (step: PipelineStep) => {
    if (ordered.includes(step)) return;
    for (const before of steps) {
      if (step.after.includes(before.name)) add(before);
    }
    ordered.push(step);
  };
  steps.forEach(add);
  return ordered;
}
