import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { GitopsClients } from '../GitopsClients';
import { pollUntil } from '../poll';
import { promoteExamples } from './promote.examples';

/** Requests a promotion and waits until its pull request is there. */
export function createPromoteAction(options: {
  clients: GitopsClients;
  pollIntervalMs: number;
}) {
  const { clients, pollIntervalMs } = options;
  return createTemplateAction({
    id: 'gitops:promote',
    description:
      'Requests the promotion of a service to its next environment, which becomes a pull request',
    examples: promoteExamples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z =>
          z.string({ description: 'The service: component:default/orders' }),
        from: z =>
          z.string({ description: 'Environment that the version comes from' }),
        to: z => z.string({ description: 'Environment that it goes to' }),
        reason: z =>
          z.string({
            description: 'Why; printed in the pull request and kept for ever',
          }),
      },
      output: {
        promotionId: z => z.string(),
        state: z => z.string({ description: 'State when the action ended' }),
        pullRequestUrl: z =>
          z
            .string({ description: 'Absent when there is nothing to change' })
            .optional(),
      },
    },
    async handler(ctx) {
      const { entityRef, from, to, reason } = ctx.input;
      const client = clients.onBehalfOf(await ctx.getInitiatorCredentials());

      const { plan } = await client.planPromotion({ entityRef, from, to });
      for (const edit of plan.edits) {
        ctx.logger.info(
          `${edit.file}:${edit.line} ${edit.subject}: ${edit.from} → ${edit.to}`,
        );
      }
      if (plan.blockers.length > 0) {
        throw new ConflictError(
          `${entityRef} can't be promoted from ${from} to ${to}: ${plan.blockers
            .map(({ message }) => message)
            .join('; ')}`,
        );
      }
      if (ctx.isDryRun) {
        ctx.output('promotionId', 'dry-run');
        ctx.output('state', plan.edits.length > 0 ? 'planned' : 'noop');
        return;
      }

      const id = await ctx.checkpoint({
        key: `gitops.promote.${entityRef}.${from}.${to}`,
        fn: async () => {
          const promotion = await client.createPromotion({
            entityRef,
            from,
            to,
            reason,
            fingerprint: plan.fingerprint,
          });
          return promotion.id;
        },
      });
      const opened = await pollUntil(
        async () => {
          const { promotion } = await client.getPromotion(id);
          return promotion.pullRequest || isEnded(promotion.state)
            ? promotion
            : undefined;
        },
        {
          intervalMs: pollIntervalMs,
          timeoutMs: 5 * 60_000,
          signal: ctx.signal,
        },
      );
      if (!opened) {
        throw new ConflictError(
          `Promotion ${id} has no pull request after five minutes; its page says what it waits for`,
        );
      }
      ctx.logger.info(opened.message);
      ctx.output('promotionId', id);
      ctx.output('state', opened.state);
      ctx.output('pullRequestUrl', opened.pullRequest?.url);
    },
  });
}
