import { ManagedStage } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { Stage } from '../schema';

const contextSchema = z.array(
  z.looseObject({ name: z.string(), namespace: z.string().optional() }),
);

const updateSchema = z.looseObject({ apps: contextSchema });

/** Where Kargo looks for Applications that are named without a namespace, unless it is told otherwise. */
const defaultNamespace = 'argocd';

/** The Argo CD Applications of a stage: as Kargo notes them, as its health names them, or as its steps update them. */
export function targetsOfStage(stage: Stage): ManagedStage['targets'] {
  const noted = fromAnnotation(
    stage.metadata.annotations?.['kargo.akuity.io/argocd-context'],
  );
  if (noted.length > 0) return noted;
  const seen = (stage.status?.health?.output ?? [])
    .flatMap(output => output?.applicationStatuses ?? [])
    .flatMap(({ Namespace: namespace, Name: name }) =>
      name ? [{ namespace: namespace || defaultNamespace, name }] : [],
    );
  if (seen.length > 0) return seen;
  return (stage.spec?.promotionTemplate?.spec?.steps ?? [])
    .filter(({ uses }) => uses === 'argocd-update')
    .flatMap(({ config }) => updateSchema.safeParse(config).data?.apps ?? [])
    .flatMap(named)
    .filter(({ name, namespace }) => !`${name}${namespace}`.includes('${{'));
}

function fromAnnotation(text: string | undefined): ManagedStage['targets'] {
  if (!text) return [];
  try {
    return (contextSchema.safeParse(JSON.parse(text)).data ?? []).flatMap(
      named,
    );
  } catch {
    // Written by hand, and not as Kargo writes it: then the other places tell.
    return [];
  }
}

function named(app: { name: string; namespace?: string }) {
  return { name: app.name, namespace: app.namespace || defaultNamespace };
}
