import { gatePhaseSchema } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

/** What a gate holds up: opening the pull request, merging it, or the success of the promotion. */
export const phases = z
  .array(gatePhaseSchema)
  .min(1, { error: 'is empty: write open, merge or finish.' })
  .meta({
    id: 'phases',
    description:
      'What a gate holds up: opening the pull request (`open`), merging it (`merge`), or the success of the promotion (`finish`).',
  });
