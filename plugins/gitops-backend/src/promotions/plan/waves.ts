import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { PlanInput } from './PromotionPlanner';
import { isSameFile } from './RepositoryAt';
import { EditedPlace } from './sharedFiles';
import { TargetReading } from './TargetReading';

/** The targets that a plan may change, and the environment's others: those of other waves. */
export function ofThisWave(
  { onlyTargets }: Pick<PlanInput, 'onlyTargets'>,
  readings: readonly TargetReading[],
): { own: TargetReading[]; rest: TargetReading[] } {
  const only = onlyTargets && new Set(onlyTargets);
  const isOwn = ({ id }: TargetReading) => only?.has(id) ?? true;
  return {
    own: readings.filter(isOwn),
    rest: readings.filter(reading => !isOwn(reading)),
  };
}

/** Refuses edits that would also change targets of other waves, before it is their turn. */
export function sharedBetweenWaves(options: {
  places: readonly EditedPlace[];
  rest: readonly TargetReading[];
}): PlanBlocker[] {
  return options.places.flatMap(place => {
    const { path, line, subject, target } = place;
    const users = options.rest.filter(({ used }) =>
      used.some(file => isSameFile(file, place)),
    );
    if (users.length === 0) {
      return [];
    }
    const names = users.map(({ status }) => status.object.name);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return [
      {
        code: 'shared-between-waves',
        message: `${path}:${line} sets the version of ${subject} for ${target.status.object.name} and for ${names.slice(0, 3).join(', ')}${more}, which belong to other waves, so changing it would promote them at once. Set it in a file that each target has for itself, or put them into one wave.`,
        file: path,
        line,
      },
    ];
  });
}
