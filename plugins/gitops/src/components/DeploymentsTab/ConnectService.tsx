import { Entity } from '@backstage/catalog-model';
import {
  adoptedAnnotations,
  fairleadAnnotations,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { EmptyNotice } from '../ui/EmptyNotice';
import { Snippet } from '../ui/Snippet';

/** Why nothing is shown for a service, and how to connect it to what is deployed. */
export function ConnectService(props: {
  entity: Entity;
  service: ServiceDeployments;
}) {
  const { entity, service } = props;
  const { name } = entity.metadata;
  if (service.annotated) {
    return (
      <EmptyNotice title="Nothing is deployed of this service">
        <p>
          Its annotations are understood, but no target that the portal can see
          matches them. Either it is not deployed yet, or the names differ.
        </p>
        {service.problems.length > 0 && (
          <p>
            Some clusters can’t be read at the moment (see above); its targets
            may be there.
          </p>
        )}
        <Snippet
          label="Annotations of this service"
          text={annotationsOf(entity)}
        />
      </EmptyNotice>
    );
  }
  return (
    <EmptyNotice title="This service is not connected to its deployments yet">
      <p>
        Say in its <code>catalog-info.yaml</code> which Argo CD application
        deploys it:
      </p>
      <Snippet
        label="Annotation to add to catalog-info.yaml"
        text={[
          `apiVersion: ${entity.apiVersion}`,
          `kind: ${entity.kind}`,
          'metadata:',
          `  name: ${name}`,
          '  annotations:',
          `    ${adoptedAnnotations.argocdAppSelector}: app.kubernetes.io/name=${name}`,
          `    # or one application by its name:`,
          `    # ${adoptedAnnotations.argocdAppName}: ${name}-dev`,
        ].join('\n')}
      />
      <p>
        Or leave the entity as it is, and say in the application which service
        it deploys:
      </p>
      <Snippet
        label="Annotation to add to the application"
        text={[
          'metadata:',
          '  annotations:',
          `    ${fairleadAnnotations.entityRef}: ${service.entityRef}`,
        ].join('\n')}
      />
    </EmptyNotice>
  );
}

function annotationsOf(entity: Entity): string {
  const known: string[] = Object.values(adoptedAnnotations);
  const lines = Object.entries(entity.metadata.annotations ?? {})
    .filter(([key]) => known.includes(key))
    .map(([key, value]) => `    ${key}: ${value}`);
  return ['metadata:', '  annotations:', ...lines].join('\n');
}
