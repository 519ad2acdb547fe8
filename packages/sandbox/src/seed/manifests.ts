import { stringify } from 'yaml';
import { flaggerFiles } from './flaggerManifests';
import { deploymentOf } from './deploymentOf';
import { kubernetesService } from './kubernetesService';
import { organisation } from './people';
import { SeedPlace, placesOf } from './places';
import { rolloutFiles } from './rolloutManifests';
import { SeedEnvironment, SeedService } from './SeedService';

/** Files of a repository: path → content. */
export type Files = Record<string, string>;

/** Name of the image of a service, without tag. */
export function imageOf(service: Pick<SeedService, 'name'>): string {
  return `ghcr.io/${organisation}/${service.name}`;
}

/** The files that say which version an environment runs, with a version. */
export function versionFiles(
  service: SeedService,
  environment: SeedEnvironment,
  version: string,
): Files {
  return Object.fromEntries(
    placesOf(service, environment).map(place => {
      const { path, content } = versionFile(service, place, version);
      return [path, content];
    }),
  );
}

/** The file that says which version runs in a place, and its content with a version. */
export function versionFile(
  service: SeedService,
  place: SeedPlace,
  version: string,
): { path: string; content: string } {
  const { environment, folder, namespace } = place;
  const { name, layout } = service;
  const image = imageOf(service);
  switch (layout) {
    case 'rollout':
    case 'flagger':
      return {
        path: `apps/${name}/overlays/${folder}/kustomization.yaml`,
        content: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespace}
resources:
  - ../../base
images:
  - name: ${image}
    newTag: ${version} # set by promotions
${patchOf(service, environment)}`,
      };
    case 'kustomize':
    case 'flux':
    case 'application-set':
      return {
        path: `apps/${name}/overlays/${folder}/kustomization.yaml`,
        content: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespace}
resources:
  - ../../base
images:
  - name: ${image}
    newTag: ${version} # set by promotions
replicas:
  - name: ${name}
    count: ${replicasOf(environment)}
`,
      };
    case 'helm':
    case 'multi-source':
      return {
        path: `apps/${name}/values-${environment}.yaml`,
        content: `# ${service.title} in ${environment}
${isCareful(service, environment) ? 'replicas: 3\nminReadySeconds: 75' : `replicas: ${replicasOf(environment)}`}

image:
  repository: ${image}
  tag: "${version}"
  pullPolicy: IfNotPresent

resources:
  requests: { cpu: 50m, memory: 96Mi }
`,
      };
    default:
      return {
        path: `apps/${name}/${environment}/deployment.yaml`,
        content: stringify(
          deploymentOf({
            name,
            namespace: environment,
            image: `${image}:${version}`,
            replicas: replicasOf(environment),
          }),
        ),
      };
  }
}

/** Everything else that the GitOps repository has for a service. */
export function sharedFiles(service: SeedService): Files {
  const { name, layout } = service;
  switch (layout) {
    case 'rollout':
      return rolloutFiles({ name, image: imageOf(service) });
    case 'flagger':
      return flaggerFiles({ name, image: imageOf(service) });
    case 'kustomize':
    case 'flux':
    case 'application-set':
      return {
        [`apps/${name}/base/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - service.yaml
`,
        [`apps/${name}/base/deployment.yaml`]: stringify(
          deploymentOf({ name, image: imageOf(service), replicas: 1 }),
        ),
        [`apps/${name}/base/service.yaml`]: kubernetesService(name),
      };
    case 'helm':
    case 'multi-source':
      return {
        [`apps/${name}/README.md`]: `# ${service.title}\n\nThe chart \`charts/web\` with the values beside this file.\n`,
      };
    default:
      return Object.fromEntries(
        (['dev', 'staging', 'prod-eu', 'prod-us'] as const).map(environment => [
          `apps/${name}/${environment}/service.yaml`,
          kubernetesService(name, environment),
        ]),
      );
  }
}

/** The chart that the Helm services share. */
export const webChart: Files = {
  'charts/web/Chart.yaml': `apiVersion: v2
name: web
description: A web service
version: 1.2.0
`,
  'charts/web/values.yaml': `# What every service has unless its own values say otherwise.
replicas: 1
# A pod counts as available when it has been ready for so long.
minReadySeconds: 0

image:
  repository: ""
  tag: ""
  pullPolicy: IfNotPresent
`,
  'charts/web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    app: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  minReadySeconds: {{ .Values.minReadySeconds }}
  selector:
    matchLabels:
      app: {{ .Release.Name }}
  template:
    metadata:
      labels:
        app: {{ .Release.Name }}
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: 8080
`,
  'charts/web/templates/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  selector:
    app: {{ .Release.Name }}
  ports:
    - name: http
      port: 80
      targetPort: http
`,
};

// One service is rolled out slowly, so that a deployment can be watched.
function isCareful(service: SeedService, environment: SeedEnvironment) {
  return service.layout === 'multi-source' && environment === 'staging';
}

// What is brought in step by step is so in dev without waiting for anybody.
function patchOf({ layout }: SeedService, environment: SeedEnvironment) {
  const patch = layout === 'rollout' ? 'at-once.yaml' : 'ungated.yaml';
  return environment === 'dev' ? `patches:\n  - path: ${patch}\n` : '';
}

function replicasOf(environment: SeedEnvironment): number {
  return environment.startsWith('prod') ? 3 : 1;
}
