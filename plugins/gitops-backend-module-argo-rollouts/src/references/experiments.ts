import { analysisPhase } from '../analysisPhase';
import {
  Experiment,
  ExperimentFacts,
  experimentSchema,
} from '../referenceSchema';
import { shortened } from '../shortened';
import { timeOf } from '../times';

/** See `experimentFactsSchema` for the form. */
export function reduceExperiment(object: unknown): ExperimentFacts {
  const { spec, status } = experimentSchema.parse(object);
  const message = shortened(status?.message) ?? templatesInWords(status);
  const startedAt = timeOf(status?.availableAt);
  return {
    phase: analysisPhase(status?.phase),
    ...(message && { message }),
    ...(startedAt && { startedAt }),
    runs: (status?.analysisRuns ?? []).flatMap(run => {
      if (!run.analysisRun) return [];
      const template = spec?.analyses?.find(
        each => each.name === run.name,
      )?.templateName;
      const said = shortened(run.message);
      return [
        {
          name: run.analysisRun,
          phase: analysisPhase(run.phase),
          ...(said && { message: said }),
          ...(template && { template }),
        },
      ];
    }),
  };
}

/** Which versions it runs for the comparison, and how many of their pods are there. */
function templatesInWords(status: Experiment['status']): string | undefined {
  const words = (status?.templateStatuses ?? []).map(
    ({ name, status: word, replicas, availableReplicas }) =>
      `${name || 'a version'}: ${word || 'Pending'}, ${availableReplicas ?? 0} of ${replicas ?? 0} pods are available`,
  );
  return shortened(words.join('. '));
}
