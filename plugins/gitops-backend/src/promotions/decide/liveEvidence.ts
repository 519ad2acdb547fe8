import {
  Image,
  imageVersion,
  PlannedEdit,
  PromotionPlan,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/**
 * Whether a target's live state shows the promoted values: `shown`; `mixed` while old and new run side by side;
 * `other` when it runs something else; `none` when its status doesn't say.
 */
export interface LiveEvidence {
  kind: 'shown' | 'mixed' | 'other' | 'none';
  /** In words: `it runs orders 1.4.2 instead of 1.5.0`. */
  detail?: string;
}

/** Compares what runs with what the plan promotes. An engine may list images of a rollout that is under way. */
export function liveEvidence(
  plan: PromotionPlan,
  status: TargetStatus,
): LiveEvidence {
  const findings = [
    ...promotedImages(plan).map(image =>
      imageEvidence({ wanted: image, plan, status }),
    ),
    ...plan.edits.map(edit => editEvidence(edit, status)),
  ];
  const worst = (['other', 'mixed', 'shown'] as const)
    .map(kind => findings.find(finding => finding.kind === kind))
    .find(Boolean);
  return worst ?? { kind: 'none' };
}

function promotedImages(plan: PromotionPlan): Image[] {
  const subjects = new Set(plan.edits.map(({ subject }) => subject));
  return plan.toVersion.images.filter(
    image => subjects.has(image.name) || isPromoted(image, plan.edits),
  );
}

// The subject may be the name that manifests use, where the image that runs has another one.
function isPromoted(image: Image, edits: readonly PlannedEdit[]): boolean {
  return edits.some(
    ({ what, to }) =>
      (what === 'image-tag' && to === image.tag) ||
      (what === 'image-digest' && to === image.digest) ||
      (what === 'image-reference' &&
        (to.endsWith(`:${image.tag}`) || to.endsWith(`@${image.digest}`))),
  );
}

function imageEvidence(options: {
  wanted: Image;
  plan: PromotionPlan;
  status: TargetStatus;
}): LiveEvidence {
  const { wanted, plan, status } = options;
  const live = status.version.images.filter(
    image => image.name === wanted.name,
  );
  if (live.length === 0) return { kind: 'none' };
  const others = live.filter(image => !isSameImage(wanted, image));
  if (others.length === live.length) {
    const names = others.map(imageVersion).join(', ');
    return {
      kind: 'other',
      detail: `it runs ${names} instead of ${imageVersion(wanted)}`,
    };
  }
  // A third version beside it, such as that of a job, is nobody's business here.
  const replaced = others.filter(image =>
    plan.fromVersion.images.some(
      old => old.name === image.name && isSameImage(old, image),
    ),
  );
  return replaced.length > 0
    ? {
        kind: 'mixed',
        detail: `${replaced.map(imageVersion).join(', ')} still runs beside it`,
      }
    : { kind: 'shown' };
}

function isSameImage(wanted: Image, live: Image): boolean {
  if (wanted.digest && live.digest) return wanted.digest === live.digest;
  return wanted.tag === undefined && wanted.digest
    ? true
    : wanted.tag === live.tag;
}

function editEvidence(edit: PlannedEdit, status: TargetStatus): LiveEvidence {
  const { what, subject, to } = edit;
  if (what === 'chart-version' && status.version.chart) {
    const { name, version } = status.version.chart;
    if (name !== subject) return { kind: 'none' };
    return version === to
      ? { kind: 'shown' }
      : { kind: 'other', detail: `it runs chart ${name} ${version}` };
  }
  if (what === 'target-revision') {
    const revisions = status.sources.map(source => source.targetRevision);
    return revisions.includes(to)
      ? { kind: 'shown' }
      : {
          kind: 'other',
          detail: `its object names ${revisions.join(', ')} instead of ${to}`,
        };
  }
  return { kind: 'none' };
}
