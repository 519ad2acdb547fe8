import {
  PlanBlocker,
  PromotedValues,
  Source,
} from '@fairlead/backstage-plugin-gitops-common';
import { PlanSide } from './PromotionPlanner';
import { isExactVersion, revisionKind } from './revision';
import { directoryOf, TargetReading } from './TargetReading';

/** A source whose `targetRevision` is what is promoted: a chart's version, or a pinned tag or commit. */
export interface RevisionChange {
  /** Of the source in the target. */
  index: number;
  what: 'chart-version' | 'target-revision';
  /** The chart, or the repository's URL. */
  subject: string;
  /** The repository that the subject comes from. */
  repoUrl: string;
  current: string;
  value: string;
}

/** Which sources of a target follow the promoted side by their revision. */
export interface RevisionMatch {
  changes: RevisionChange[];
  blockers: PlanBlocker[];
  /** Indexes of sources whose revision is, or will be, that of the promoted side. */
  settled: Set<number>;
}

/** Compares charts' versions and pinned revisions of Git. Pure. */
export function matchRevisions(options: {
  target: TargetReading;
  from: PlanSide;
  environments: { from: string; to: string };
  normalize: (repoUrl: string) => string | undefined;
  promoted?: Pick<PromotedValues, 'chart' | 'targetRevision'>;
}): RevisionMatch {
  const { target, from, environments, normalize, promoted } = options;
  const { object, sources, revisions } = target.status;
  const match: RevisionMatch = {
    changes: [],
    blockers: [],
    settled: new Set(),
  };
  const spec = `${object.kind} ${object.name}`;
  sources.forEach((source, index) => {
    const kind = source.chart ? 'chart' : revisionKind(source.targetRevision);
    const wantedToo = source.chart ? promoted?.chart : promoted?.targetRevision;
    if (kind === 'branch' || wantedToo === false) {
      return;
    }
    const others = counterparts({ source, index, from, normalize });
    const current = source.targetRevision ?? '';
    const subject = source.chart ?? normalize(source.repoUrl) ?? source.repoUrl;
    const wanted = new Set(
      others.map(other => wantedRevision({ kind, current, ...other }) ?? ''),
    );
    const [value] = wanted;
    if (value === undefined) {
      return;
    }
    if (wanted.size > 1) {
      match.blockers.push({
        code: 'source-disagrees',
        message: `The targets in ${environments.from} use ${subject} at different revisions (${[...wanted].filter(Boolean).join(' and ')}), so it isn't clear which one to promote.`,
      });
      return;
    }
    const running = revisions.live[index];
    if (
      value === current ||
      (kind === 'commit' && value.startsWith(current)) ||
      (value && value === running)
    ) {
      match.settled.add(index);
    } else if (
      kind === 'range' ||
      (kind === 'chart' && !isExactVersion(current))
    ) {
      match.blockers.push({
        code: kind === 'chart' ? 'chart-range' : 'pinned-revision',
        message: `${spec} asks for ${subject} at ${current || 'any version'}, which is a range that the engine resolves itself. Write one version there to promote by it.`,
      });
    } else if (value === '') {
      match.blockers.push({
        code: 'pinned-revision',
        message: `${spec} is pinned to ${current} of ${subject}, and ${environments.from} doesn't tell ${kind === 'tag' ? 'a tag' : 'the revision'} that could be written there instead.`,
      });
    } else {
      match.settled.add(index);
      match.changes.push({
        index,
        what: kind === 'chart' ? 'chart-version' : 'target-revision',
        subject,
        repoUrl: source.repoUrl,
        current,
        value,
      });
    }
  });
  return match;
}

interface Counterpart {
  source: Source;
  live: string | undefined;
}

/** The sources of the promoted side that are the same chart, or the same place in Git. */
function counterparts(options: {
  source: Source;
  index: number;
  from: PlanSide;
  normalize: (repoUrl: string) => string | undefined;
}): Counterpart[] {
  const { source, index, from, normalize } = options;
  const sameRepository = (other: Source) =>
    (normalize(source.repoUrl) ?? withoutEnd(source.repoUrl)) ===
    (normalize(other.repoUrl) ?? withoutEnd(other.repoUrl));
  return from.targets.flatMap(({ status }) => {
    const all = status.sources.map((other, at) => ({
      source: other,
      at,
      live: status.revisions.live[at] || status.revisions.desired[at],
    }));
    const same = all.filter(
      other =>
        other.source.chart === source.chart && sameRepository(other.source),
    );
    const precise = same.filter(
      other =>
        other.source.ref === source.ref &&
        directoryOf(other.source) === directoryOf(source),
    );
    const byIndex = same.filter(other => other.at === index);
    return [precise, byIndex, same].find(found => found.length === 1) ?? [];
  });
}

function wantedRevision(options: {
  kind: 'chart' | 'tag' | 'commit' | 'range';
  current: string;
  source: Source;
  live: string | undefined;
}): string | undefined {
  const { kind, current, source, live } = options;
  const declared = source.targetRevision ?? '';
  if (declared === current) {
    return current;
  }
  if (kind === 'chart') {
    return isExactVersion(declared) ? declared : live;
  }
  if (revisionKind(declared) === kind) {
    return declared;
  }
  return kind === 'commit' ? live : undefined;
}

function withoutEnd(url: string): string {
  return url.replace(/^oci:\/\//, '').replace(/(\.git)?\/*$/, '');
}
