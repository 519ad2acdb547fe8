import { stringify } from 'yaml';
import { deploymentOf } from './deploymentOf';
import type { Files } from './manifests';

/** What a service has that Flagger brings in: by weights, and outside dev only when its gate is opened. */
export function flaggerFiles(options: { name: string; image: string }): Files {
  const { name, image } = options;
  return {
    [`apps/${name}/base/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - canary.yaml
`,
    // How many pods it has is up to Flagger.
    [`apps/${name}/base/deployment.yaml`]: stringify(
      deploymentOf({ name, image }),
    ),
    [`apps/${name}/base/canary.yaml`]: `apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: ${name}
spec:
  provider: nginx
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  service:
    port: 80
    targetPort: 8080
  analysis:
    interval: 3s
    threshold: 3
    maxWeight: 50
    stepWeight: 25
    metrics:
      - name: request-success-rate
        thresholdRange:
          min: 99
        interval: 1m
      - name: request-duration
        thresholdRange:
          max: 500
        interval: 30s
    webhooks:
      - name: somebody has had a look
        type: confirm-promotion
        url: http://flagger-loadtester.flagger/gate/check
`,
    [`apps/${name}/overlays/dev/ungated.yaml`]: `# Nobody has to look at what comes to dev.
apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: ${name}
spec:
  analysis:
    webhooks: []
`,
  };
}
