import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';
import { Locked, locked } from './policy/locked';
import { AuthoredPolicy, policySchema } from './policy/policy';
import { readSection, section, text } from './readSection';

/** How promotions are followed and how their pull requests look. */
export interface PromotionsConfig {
  settleTimeMs: number;
  syncTimeoutMs: number;
  graceTimeMs: number;
  pollIntervalMs: number;
  /** Without a slash at its end. */
  branchPrefix: string;
  labels: string[];
  /** Who pull requests are opened as: the portal's own account on the forge, or the user who asked for it. */
  openAs: 'portal' | 'user';
  /** What holds for all environments, unless something nearer says otherwise. */
  policy: AuthoredPolicy;
  /** What the files of services may not say. */
  locked: readonly Locked[];
  /** How the pipeline file of a service is named; the first that is there counts. */
  pipelineFiles: string[];
  /** Hosts that checks in the files of services may ask: `host`, `host:port` or `*.example.com`. */
  checkHosts: string[];
}

const key = 'gitops.promotions';

// Durations are read by Backstage's own reader, which knows all their forms.
const promotionsSchema = section({
  settleTime: z.unknown().optional(),
  syncTimeout: z.unknown().optional(),
  graceTime: z.unknown().optional(),
  pollInterval: z.unknown().optional(),
  branchPrefix: text
    .regex(/^[A-Za-z0-9][\w-]*(\/[\w-]+)*$/, {
      error:
        'must consist of letters, digits, dashes and slashes, such as fairlead.',
    })
    .optional(),
  labels: z.array(text).optional(),
  openAs: z.enum(['portal', 'user']).optional(),
  policy: policySchema.optional(),
  locked: locked.optional(),
  pipelineFiles: z
    .array(
      text.regex(/^[^/\\]+\.(ya?ml|json)$/, {
        error: 'must be the name of a YAML file, such as fairlead.yaml.',
      }),
    )
    .min(1)
    .optional(),
  checkHosts: z
    .array(
      text.regex(/^(\*\.)?[\w.-]+(:\d+)?$/, {
        error:
          'must be the name of a host, such as prometheus.example.com or *.example.com.',
      }),
    )
    .optional(),
});

export function readPromotions(config: Config): PromotionsConfig {
  const read = readSection({ config, key, schema: promotionsSchema });
  const promotions = config.getOptionalConfig(key);
  const duration = (name: string, fallbackMs: number, leastMs: number) => {
    if (!promotions?.has(name)) return fallbackMs;
    const value = durationOf(promotions, name);
    if (value < leastMs) {
      throw new InputError(
        `${key}.${name} is too short: write at least ${leastMs / 1000} seconds.`,
      );
    }
    return value;
  };
  return {
    settleTimeMs: duration('settleTime', 30_000, 0),
    syncTimeoutMs: duration('syncTimeout', 15 * 60_000, 1_000),
    graceTimeMs: duration('graceTime', 2 * 60_000, 0),
    pollIntervalMs: duration('pollInterval', 30_000, 1_000),
    branchPrefix: read?.branchPrefix ?? 'fairlead',
    labels: read?.labels ?? ['fairlead'],
    openAs: read?.openAs ?? 'portal',
    policy: read?.policy ?? {},
    locked: read?.locked ?? [],
    pipelineFiles: read?.pipelineFiles ?? ['fairlead.yaml', 'fairlead.yml'],
    checkHosts: (read?.checkHosts ?? []).map(host => host.toLowerCase()),
  };
}

function durationOf(config: Config, name: string): number {
  try {
    return durationToMilliseconds(
      readDurationFromConfig(config, { key: name }),
    );
  } catch {
    throw new InputError(
      `${key}.${name} is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.`,
    );
  }
}
