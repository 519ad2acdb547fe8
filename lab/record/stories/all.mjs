import { blueGreenStory } from './blueGreen.mjs';
import { canaryStory } from './canary.mjs';
import { canaryAnalysisStory } from './canaryAnalysis.mjs';
import { flaggerBlueGreenStory } from './flaggerBlueGreen.mjs';
import { gitRepositoryStory } from './gitRepository.mjs';
import { helmReleaseStory } from './helmRelease.mjs';
import { kustomizationStory } from './kustomization.mjs';
import { workloadsStory } from './workloads.mjs';

/** Every story, each in a namespace of its own. */
export const stories = [
  workloadsStory,
  gitRepositoryStory,
  kustomizationStory,
  helmReleaseStory,
  canaryStory,
  canaryAnalysisStory,
  blueGreenStory,
  flaggerBlueGreenStory,
];
