import { ConflictError } from '@backstage/errors';
import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import { requestedByAnnotation } from './mapping/knownPromotion';
import { parseStage } from './parseStage';
import { Stage } from './schema';

/**
 * What asks Kargo to promote freight to a stage, or to let it pass to it.
 *
 * @remarks
 * Kargo's admission webhook gives a Promotion its name, steps and variables, and checks the verb `promote` on the
 * stage. Whether the freight is available, it decides too.
 */
export const prepareAction: PromotionPipeline['prepare'] = (
  action,
  { object, freight, user, now },
) => {
  const stage = parseStage(object);
  const { name, namespace } = stage.metadata;
  if (stage.metadata.deletionTimestamp) {
    throw new ConflictError(`The stage ${name} is being deleted.`);
  }
  if (action === 'approve') {
    requireUpstream(stage);
    return {
      patch: [
        {
          apiVersion: stage.apiVersion,
          kind: 'Freight',
          plural: 'freights',
          namespace,
          name: freight,
          subresource: 'status',
          body: {
            status: {
              approvedFor: {
                [name]: { approvedAt: withoutFractions(now) },
              },
            },
          },
        },
      ],
    };
  }
  if ((stage.spec?.promotionTemplate?.spec?.steps ?? []).length === 0) {
    throw new ConflictError(
      `The stage ${name} only stands between others: nothing is promoted to it.`,
    );
  }
  return {
    create: [
      {
        apiVersion: stage.apiVersion,
        kind: 'Promotion',
        plural: 'promotions',
        namespace,
        body: {
          metadata: {
            generateName: `${name}.`,
            namespace,
            annotations: { [requestedByAnnotation]: user },
          },
          spec: { stage: name, freight },
        },
      },
    ],
  };
};

function requireUpstream({ spec, metadata }: Stage) {
  const has = (spec?.requestedFreight ?? []).some(
    ({ sources }) => (sources?.stages ?? []).length > 0,
  );
  if (!has) {
    throw new ConflictError(
      `The stage ${metadata.name} takes what is new directly: there is nothing to let pass.`,
    );
  }
}

/** As Go reads times. */
function withoutFractions(now: Date): string {
  return now.toISOString().replace(/\.\d+Z$/, 'Z');
}
