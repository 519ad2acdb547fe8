import {
  PlannedEdit,
  PromotionState,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';

/** How a state is named and coloured. */
export type Tone = 'positive' | 'negative' | 'warning' | 'active' | 'neutral';

/** Each state of a promotion: its word, its tone, and what it means. */
export const promotionStates: Record<
  PromotionState,
  { word: string; tone: Tone; means: string }
> = {
  queued: {
    word: 'Queued',
    tone: 'neutral',
    means: 'Another promotion to the same environment has to end first.',
  },
  planned: {
    word: 'Planned',
    tone: 'active',
    means: 'The pull request opens when the gates before it pass.',
  },
  opening: {
    word: 'Opening',
    tone: 'active',
    means: 'The pull request is being opened.',
  },
  open: {
    word: 'Open',
    tone: 'active',
    means: 'The pull request waits to be merged.',
  },
  merged: {
    word: 'Merged',
    tone: 'active',
    means: 'The engine has to take over what was merged.',
  },
  synced: {
    word: 'Synced',
    tone: 'active',
    means: 'The new version is applied; it has to become healthy.',
  },
  settling: {
    word: 'Settling',
    tone: 'active',
    means: 'The new version is healthy and has to stay so for a while.',
  },
  succeeded: {
    word: 'Succeeded',
    tone: 'positive',
    means: 'The new version runs and is healthy.',
  },
  noop: {
    word: 'Nothing to do',
    tone: 'neutral',
    means: 'Git already said what was to be promoted.',
  },
  closed: {
    word: 'Closed',
    tone: 'neutral',
    means: 'Somebody closed the pull request without merging it.',
  },
  cancelled: {
    word: 'Cancelled',
    tone: 'neutral',
    means: 'Cancelled from the portal; nothing was merged.',
  },
  superseded: {
    word: 'Superseded',
    tone: 'neutral',
    means: 'A newer promotion to the same environment took its place.',
  },
  failed: {
    word: 'Failed',
    tone: 'negative',
    means: 'The new version did not become healthy.',
  },
  errored: {
    word: 'Errored',
    tone: 'warning',
    means: 'It could not be carried out, or its outcome is not known.',
  },
};

const whatWords: Record<PlannedEdit['what'], string> = {
  'image-tag': 'Tag of image',
  'image-digest': 'Digest of image',
  'image-name': 'Name of image',
  'image-reference': 'Image',
  'chart-version': 'Version of chart',
  'target-revision': 'Revision of',
  'helm-value': 'Helm value for',
  value: 'Value of',
  directory: 'Directory',
};

/** One edit as the beginning of a sentence: `Tag of image acme/orders`. */
export function editWords(edit: PlannedEdit): string {
  return `${whatWords[edit.what]} ${edit.subject}`;
}

/** Checks, review and mergeability of a pull request, each with its tone. */
export function pullRequestWords(
  pullRequest: PullRequest,
): Array<{ label: string; word: string; tone: Tone }> {
  const checks = {
    none: ['None', 'neutral'],
    pending: ['Running', 'active'],
    passing: ['Passing', 'positive'],
    failing: ['Failing', 'negative'],
  } as const;
  const review = {
    none: ['Not required', 'neutral'],
    required: ['Required', 'warning'],
    approved: ['Approved', 'positive'],
    'changes-requested': ['Changes requested', 'negative'],
  } as const;
  const merge = {
    mergeable: ['Possible', 'positive'],
    conflicting: ['Conflicts with the base branch', 'negative'],
    unknown: ['Not known yet', 'neutral'],
  } as const;
  const rows: Array<[string, readonly [string, Tone]]> = [
    ['Checks', checks[pullRequest.checks]],
    ['Review', review[pullRequest.review]],
  ];
  if (pullRequest.state === 'open') {
    rows.push(['Merge', merge[pullRequest.mergeable]]);
  }
  return rows.map(([label, [word, tone]]) => ({ label, word, tone }));
}
