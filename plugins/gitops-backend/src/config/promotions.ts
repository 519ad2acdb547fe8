import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { duration } from './duration';
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

const promotionsSchema = section({
  settleTime: duration.optional(),
  syncTimeout: duration.optional(),
  graceTime: duration.optional(),
  pollInterval: duration.optional(),
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
  const atLeast = (
    name: 'settleTime' | 'syncTimeout' | 'graceTime' | 'pollInterval',
    options: { fallbackMs: number; leastMs?: number },
  ) => {
    const { fallbackMs, leastMs = 0 } = options;
    const value = read?.[name] ?? fallbackMs;
    if (value < leastMs) {
      throw new InputError(
        `${key}.${name} is too short: write at least ${leastMs / 1000} seconds.`,
      );
    }
    return value;
  };
  return {
    settleTimeMs: atLeast('settleTime', { fallbackMs: 30_000 }),
    syncTimeoutMs: atLeast('syncTimeout', {
      fallbackMs: 15 * 60_000,
      leastMs: 1_000,
    }),
    graceTimeMs: atLeast('graceTime', { fallbackMs: 2 * 60_000 }),
    pollIntervalMs: atLeast('pollInterval', {
      fallbackMs: 30_000,
      leastMs: 1_000,
    }),
    branchPrefix: read?.branchPrefix ?? 'fairlead',
    labels: read?.labels ?? ['fairlead'],
    openAs: read?.openAs ?? 'portal',
    policy: read?.policy ?? {},
    locked: read?.locked ?? [],
    pipelineFiles: read?.pipelineFiles ?? ['fairlead.yaml', 'fairlead.yml'],
    checkHosts: (read?.checkHosts ?? []).map(host => host.toLowerCase()),
  };
}
