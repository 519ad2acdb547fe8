import {
  defaultPolicy,
  Deployment,
  Pipeline,
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { standingOf, VersionStanding } from './standingOf';

/** Whether a version may be brought to an environment, as far as the environments before it are concerned. */
export interface Availability {
  available: boolean;
  /** One sentence for people: why it is, or what is missing. */
  message: string;
  /** ISO 8601: since when it is available. Absent in a first environment, which asks for nothing. */
  since?: string;
  /**
   * For so long the version has run in the environments before: where all of them are asked, in the one where it has
   * run least, else in the one where it is verified and has run most. 0 in a first environment.
   */
  soakedMs: number;
  /** How it stands in each environment before. */
  before: VersionStanding[];
}

/** Looks a version up in the environments before another one, as the pipeline orders them. Pure. */
export function availability(options: {
  version: Version;
  environment: string;
  pipeline: Pick<Pipeline, 'environments' | 'policies' | 'promoted'>;
  /** Of the service, newest first. */
  deployments: readonly Deployment[];
  now: Date;
  /** How people call an environment. */
  titleOf?: (environment: string) => string;
}): Availability {
  const { version, environment, pipeline, deployments, now } = options;
  const { titleOf = name => name } = options;
  const policy =
    pipeline.policies.find(each => each.environment === environment) ??
    defaultPolicy(environment);
  const after =
    pipeline.environments.find(({ name }) => name === environment)?.after ?? [];
  const label = versionLabel(version) || 'this version';
  const titled = (standing: VersionStanding) => titleOf(standing.environment);
  if (after.length === 0) {
    return {
      available: true,
      message: `Nothing comes before ${titleOf(environment)}.`,
      soakedMs: 0,
      before: [],
    };
  }
  const before = after.map(name =>
    standingOf({
      version,
      environment: name,
      deployments,
      now,
      charts: pipeline.promoted.chart,
    }),
  );
  const verified = before.filter(({ verifiedAt }) => verifiedAt);
  const times = verified.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort();
  const isAny = policy.availability === 'any';
  const available = isAny
    ? verified.length > 0
    : verified.length === before.length;
  const since = isAny ? times[0] : times.at(-1);
  const soaked = (isAny ? verified : before).map(({ soakedMs }) => soakedMs);
  return {
    available,
    message: available
      ? `${label} is verified in ${listed(verified.map(titled), 'and')}.`
      : [
          isAny && before.length > 1
            ? `${label} has to be verified in ${listed(before.map(titled), 'or')}.`
            : '',
          ...before
            .filter(({ verifiedAt }) => !verifiedAt)
            .map(standing => whyNot({ standing, label, titleOf })),
        ]
          .filter(Boolean)
          .join(' '),
    ...(available && since && { since }),
    soakedMs: isAny ? Math.max(0, ...soaked) : Math.min(...soaked),
    before,
  };
}

function whyNot(options: {
  standing: VersionStanding;
  label: string;
  titleOf: (environment: string) => string;
}): string {
  const { standing, label, titleOf } = options;
  const { failure, runs, soakedMs } = standing;
  const title = titleOf(standing.environment);
  if (failure) return `${label} has failed in ${title}: ${failure}`;
  if (runs) return `${label} runs in ${title} and is not verified there yet.`;
  return soakedMs > 0
    ? `${label} ran in ${title} and was not verified there.`
    : `${label} has not run in ${title}.`;
}

function listed(names: readonly string[], word: 'and' | 'or'): string {
  return names.length < 2
    ? names.join()
    : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
