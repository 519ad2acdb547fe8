import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  Environment,
  EnvironmentTier,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { EnvironmentRule, matchSchema, ruleOf } from './environmentRules';
import { Locked, locked } from './policy/locked';
import { AuthoredPolicy, policySchema } from './policy/policy';
import { readSection, section, text } from './readSection';

/** What the portal's config says of promotions to one environment. */
export interface EnvironmentPolicyConfig {
  policy: AuthoredPolicy;
  /** What the files of services may not say of it. */
  locked: readonly Locked[];
}

const key = 'gitops.environments';

const environmentsSchema = z
  .array(
    section({
      name: text.regex(/^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/, {
        error: 'must consist of letters, digits and dashes, such as prod-eu.',
      }),
      title: text.optional(),
      tier: z.enum(['development', 'staging', 'production']).optional(),
      after: z.array(text).optional(),
      match: z.array(matchSchema).optional(),
      policy: policySchema.optional(),
      locked: locked.optional(),
    }),
  )
  .min(1, {
    error: 'is empty: list at least one environment, or remove the key.',
  });

/** The environments in order, the rules that assign targets to them, and how each is promoted to. */
export function readEnvironments(config: Config): {
  environments: Environment[];
  rules: EnvironmentRule[];
  policies: Record<string, EnvironmentPolicyConfig>;
} {
  const entries =
    readSection({ config, key, schema: environmentsSchema }) ??
    environmentsSchema.parse([
      { name: 'dev' },
      { name: 'staging' },
      { name: 'prod' },
    ]);
  const ordered = entries.some(({ after }) => after !== undefined);
  const environments = entries.map((entry, index) => ({
    name: entry.name,
    title: entry.title ?? titleOf(entry.name),
    tier: entry.tier ?? tierOf(entry.name),
    after: ordered
      ? (entry.after ?? [])
      : entries.slice(Math.max(index - 1, 0), index).map(({ name }) => name),
  }));
  requireDistinct(environments);
  requireKnown(environments);
  requireNoCycle(environments);
  return {
    environments,
    rules: entries.flatMap(({ name, match = [] }) =>
      match.map(entry => ruleOf(name, entry)),
    ),
    policies: Object.fromEntries(
      entries.map(entry => [
        entry.name,
        { policy: entry.policy ?? {}, locked: entry.locked ?? [] },
      ]),
    ),
  };
}

// Names are compared without case, because folders, namespaces and labels are matched without it.
function requireDistinct(environments: Environment[]) {
  const seen = new Set<string>();
  for (const { name } of environments) {
    if (seen.has(name.toLowerCase())) {
      throw new InputError(
        `${key} names "${name}" twice: give each environment a name of its own.`,
      );
    }
    seen.add(name.toLowerCase());
  }
}

function requireKnown(environments: Environment[]) {
  const names = environments.map(({ name }) => name);
  environments.forEach(({ after }, index) => {
    const unknown = after.find(name => !names.includes(name));
    if (unknown !== undefined) {
      throw new InputError(
        `${key}[${index}].after names "${unknown}", which is no environment: write one of ${names.join(', ')}, or add it.`,
      );
    }
  });
}

function requireNoCycle(environments: Environment[]) {
  const after = new Map(environments.map(each => [each.name, each.after]));
  const done = new Set<string>();
  const visit = (name: string, path: string[]) => {
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].reverse();
      throw new InputError(
        `${key} has a cycle, ${cycle.join(' → ')}: remove one of these from the "after" of the next.`,
      );
    }
    if (done.has(name)) return;
    for (const before of after.get(name) ?? []) visit(before, [...path, name]);
    done.add(name);
  };
  for (const { name } of environments) visit(name, []);
}

function tierOf(name: string): EnvironmentTier {
  if (/^(stag|qa|uat|pre-?prod)/i.test(name)) return 'staging';
  return /^(prod|live$)/i.test(name) ? 'production' : 'development';
}

// Short parts are abbreviations of a region or a test (EU, US, QA, UAT) unless they are the usual words.
function titleOf(name: string): string {
  return name
    .split('-')
    .filter(Boolean)
    .map(part =>
      part.length <= 3 && !/^(dev|pre)$/i.test(part)
        ? part.toUpperCase()
        : part[0].toUpperCase() + part.slice(1),
    )
    .join(' ');
}
