import {
  AnalysisPhase,
  analysisPhaseSchema,
} from '@fairlead/backstage-plugin-gitops-common';

/** A run without a phase has not begun. */
export function analysisPhase(word: string | null | undefined): AnalysisPhase {
  if (!word) return 'Pending';
  return analysisPhaseSchema.safeParse(word).data ?? 'Unknown';
}
