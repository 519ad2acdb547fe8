import { isError, ServiceUnavailableError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  GitopsApi,
  Target,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { GitopsClients } from '../GitopsClients';
import { pollUntil } from '../poll';
import { waitUntilHealthyExamples } from './waitUntilHealthy.examples';

/** Waits until every target of a service in an environment is synced and healthy. Changes nothing. */
export function createWaitUntilHealthyAction(options: {
  clients: GitopsClients;
  pollIntervalMs: number;
}) {
  const { clients, pollIntervalMs } = options;
  return createTemplateAction({
    id: 'gitops:wait-until-healthy',
    description:
      'Waits until a service is synced and healthy in an environment',
    examples: waitUntilHealthyExamples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z =>
          z.string({ description: 'The service: component:default/orders' }),
        environment: z => z.string(),
        version: z =>
          z
            .string({ description: 'Wait for this version; default: any' })
            .optional(),
        timeoutMinutes: z =>
          z
            .number({ description: 'Give up after so long; default: 15' })
            .optional(),
      },
      output: {
        version: z => z.string({ description: 'What runs there now' }),
      },
    },
    async handler(ctx) {
      // The scaffolder validates by these schemas, and fills in no defaults.
      const {
        entityRef,
        environment,
        version,
        timeoutMinutes = 15,
      } = ctx.input;
      if (ctx.isDryRun) {
        ctx.output('version', version ?? '');
        return;
      }
      const client = clients.onBehalfOf(await ctx.getInitiatorCredentials());
      let said = '';
      const reached = await pollUntil(
        async () => {
          const { done, message } = await look(client, ctx.input);
          if (message !== said) ctx.logger.info(message);
          said = message;
          return done;
        },
        {
          intervalMs: pollIntervalMs,
          timeoutMs: timeoutMinutes * 60_000,
          signal: ctx.signal,
        },
      );
      if (reached === undefined) {
        throw new ServiceUnavailableError(
          `${entityRef} was not healthy in ${environment} after ${timeoutMinutes} minutes. ${said}`,
        );
      }
      ctx.output('version', reached);
    },
  });
}

interface Look {
  /** The version, once everything is as wanted. */
  done?: string;
  message: string;
}

async function look(
  client: GitopsApi,
  wanted: { entityRef: string; environment: string; version?: string },
): Promise<Look> {
  let service;
  try {
    service = await client.getService(wanted.entityRef);
  } catch (error) {
    // A service that was just created takes a while to reach the catalog.
    if (isError(error) && /NotFoundError/.test(`${error.name} ${error}`)) {
      return { message: `${wanted.entityRef} is not in the catalog yet` };
    }
    throw error;
  }
  const found = service.environments.find(
    ({ environment }) => environment.name === wanted.environment,
  );
  if (!found || found.targets.length === 0) {
    return { message: `Nothing is deployed in ${wanted.environment} yet` };
  }
  const waiting = found.targets.filter(
    target => !isReady(target, wanted.version),
  );
  if (waiting.length > 0) {
    return { message: waiting.map(describe).join('; ') };
  }
  const label = versionLabel(found.targets[0].status.version);
  return {
    done: label,
    message: `${label} is healthy in ${wanted.environment}`,
  };
}

function isReady({ status, unreachable }: Target, version?: string): boolean {
  return (
    !unreachable &&
    status.sync.status === 'Synced' &&
    status.health.status === 'Healthy' &&
    (!version || versionLabel(status.version) === version)
  );
}

function describe({ status, unreachable }: Target): string {
  const { object, sync, health, version } = status;
  return unreachable
    ? `${object.name}: ${unreachable.message}`
    : `${object.name}: ${sync.status}, ${health.status}, ${versionLabel(version) || 'no version'}`;
}
