import { isCommit } from './explicit/sideRepositories';
import { PlanInput, PlanSide } from './PromotionPlanner';
import { readTarget } from './readTarget';
import { RepositoryReader } from './RepositoryReader';
import { TargetReading } from './TargetReading';

/** What is read about all environments of a service. */
export interface SideReadings {
  toReadings: TargetReading[];
  fromReadings: TargetReading[];
  /** The environments that must not change. */
  others: Array<{ title: string; readings: TargetReading[] }>;
}

/** Reads the targets of all environments. Incomplete while the reader has something to read. */
export function readSides(options: {
  input: PlanInput;
  reader: RepositoryReader;
  wanted: ReadonlySet<string>;
}): SideReadings {
  const { input, reader, wanted } = options;
  const read = (side: PlanSide, required: boolean) =>
    side.targets.map(target =>
      readTarget({ reader, target, wanted, required }),
    );
  const { from, to, others = [] } = input;
  const fromReadings = read(from.past ? asItWas(from) : from, false);
  const readings = (side: PlanSide) => ({
    title: side.environment.title,
    readings: read(side, false),
  });
  // What an environment was like shares its files with what it is like.
  const isOther = (side: PlanSide) =>
    side.environment.name !== to.environment.name;
  return {
    toReadings: read(to, true),
    fromReadings,
    others: [
      ...(isOther(from)
        ? [
            from.past
              ? readings(from)
              : { title: from.environment.title, readings: fromReadings },
          ]
        : []),
      ...others.filter(isOther).map(readings),
    ],
  };
}

/** The targets of a side with their sources at the commits that were live. */
function asItWas(side: PlanSide): PlanSide {
  return {
    ...side,
    targets: side.targets.map(({ id, status }) => ({
      id,
      status: {
        ...status,
        sources: status.sources.map((source, index) => {
          const live = status.revisions.live[index];
          return !source.chart && isCommit(live)
            ? { ...source, targetRevision: live }
            : source;
        }),
      },
    })),
  };
}
