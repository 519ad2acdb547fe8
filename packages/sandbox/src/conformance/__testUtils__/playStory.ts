import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../clusters';
import { ClusterObjects, ForgeContent, KubeObject } from '../../contracts';
import { FaultList } from '../../faults/FaultList';
import { startForge } from '../../forge';
import { startWorkloads } from '../../workloads';
import { hurriedWorkloads, WorkloadTimings } from '../../workloads/timings';
import { Allowance, Comparison } from '../Comparison';
import { readRecording } from './Recording';
import { loadStory } from './loadStory';
import { PlayedStage, StoryPlayer } from './StoryPlayer';

const owner = 'lab';

/** What plays the part of a program in a story. */
export interface StandIn {
  stop(): Promise<void>;
}

/** What stand-ins are started with. */
export interface Stage {
  objects: ClusterObjects;
  forge: ForgeContent;
  player: StoryPlayer;
  onError: (error: unknown) => void;
}

/**
 * Plays a story of the lab with stand-ins and compares them with the recordings of the real program. Resolves with
 * the differences that nothing explains, and with the explanations that nothing needs.
 */
export async function playStory(options: {
  /** File name of the story. */
  story: string;
  start: (stage: Stage) => StandIn[];
  workloads?: Partial<WorkloadTimings>;
  allowances: readonly Allowance[];
  /** The stages at which the objects besides the one that a stage is about stand still; all when left out. */
  settled?: readonly string[];
}): Promise<{ unexplained: readonly string[]; unused: readonly Allowance[] }> {
  const story = loadStory(options.story);
  const stages = await play({ ...options, story });
  const comparison = Comparison.create(options);
  for (const { stage, objects } of stages) {
    const recording = readRecording({
      program: story.program.name,
      version: story.program.version,
      story: story.name,
      stage,
    });
    if (!recording) throw new Error(`${story.name}: ${stage} is not recorded`);
    const isSettled = options.settled?.includes(stage) ?? true;
    const pairs = pair(recording.objects, isSettled ? objects : [objects[0]]);
    for (const each of pairs) comparison.compare({ stage, ...each });
  }
  const { unexplained, unused } = comparison;
  return { unexplained, unused };
}

async function play(options: {
  story: ReturnType<typeof loadStory>;
  start: (stage: Stage) => StandIn[];
  workloads?: Partial<WorkloadTimings>;
}): Promise<PlayedStage[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fairlead-story-'));
  const faults = FaultList.create();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const forge = await startForge({ dataDir, port: 0, faults });
  const cluster = await startCluster({
    name: 'lab',
    port: 0,
    faults,
    tokens: [],
  });
  const { objects } = cluster;
  const player = StoryPlayer.create({
    story: options.story,
    objects,
    repository: name => makeRepository({ name, forge: forge.content }),
  });
  const workloads = startWorkloads({
    objects,
    images: { stateOf: async image => player.images.get(image) ?? 'runs' },
    onError,
    timings: { ...hurriedWorkloads, ...options.workloads },
  });
  const standIns = options.start({
    objects,
    forge: forge.content,
    player,
    onError,
  });
  try {
    await options.story.play(player);
  } catch (error) {
    errors.unshift(error);
  } finally {
    player.stop();
    for (const standIn of [...standIns, workloads]) await standIn.stop();
    await cluster.stop();
    await forge.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  if (errors.length > 0) throw errors[0];
  return player.stages;
}

async function makeRepository(options: { name: string; forge: ForgeContent }) {
  const { name, forge } = options;
  if (!(await forge.repositoryExists({ owner, name }))) {
    await forge.createUser({
      login: owner,
      name: 'Lab',
      email: 'lab@example.com',
      type: 'Organization',
    });
    await forge.createRepository({ owner, name });
  }
  return {
    url: `${forge.baseUrl}/${owner}/${name}.git`,
    content: {
      async commit(message: string, files: Record<string, unknown>) {
        const texts = Object.entries(files).map(([path, content]) => [
          path,
          typeof content === 'string' ? content : JSON.stringify(content),
        ]);
        const { sha } = await forge.commitFiles({
          owner,
          name,
          branch: 'main',
          message,
          author: { name: 'Ada Example', email: 'ada@example.com' },
          files: Object.fromEntries(texts),
        });
        return sha;
      },
    },
  };
}

/** Pairs objects of the same kind, in the order of their revisions and names. */
function pair(
  real: readonly KubeObject[],
  standIn: readonly KubeObject[],
): Array<{ real: KubeObject; standIn: KubeObject }> {
  const pairs = [{ real: real[0], standIn: standIn[0] }];
  const [realRest, standInRest] = [real.slice(1), standIn.slice(1)];
  for (const kind of new Set(standInRest.map(each => each.kind))) {
    const of = (objects: readonly KubeObject[]) =>
      objects
        .filter(each => each.kind === kind)
        .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
    const [ours, theirs] = [of(standInRest), of(realRest)];
    if (ours.length !== theirs.length) {
      throw new Error(
        `there are ${ours.length} ${kind}s instead of ${theirs.length}`,
      );
    }
    ours.forEach((each, index) =>
      pairs.push({ real: theirs[index], standIn: each }),
    );
  }
  return pairs;
}

function orderOf({ metadata }: KubeObject): string {
  const [revision = ''] = Object.entries(metadata.annotations ?? {})
    .filter(([key]) => key.endsWith('/revision'))
    .map(([, value]) => value.padStart(4, '0'));
  return `${revision}/${metadata.name}`;
}
