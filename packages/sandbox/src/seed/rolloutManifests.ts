import { kubernetesService } from './kubernetesService';
import type { Files } from './manifests';

/** What a service has that Argo Rollouts brings in: in dev at once, elsewhere as a canary that somebody lets go on. */
export function rolloutFiles(options: { name: string; image: string }): Files {
  const { name, image } = options;
  return {
    [`apps/${name}/base/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - rollout.yaml
  - analysis.yaml
  - service.yaml
`,
    [`apps/${name}/base/rollout.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 4
  selector:
    matchLabels:
      app: ${name}
  strategy:
    canary:
      steps:
        - setWeight: 25
        - analysis:
            templates:
              - templateName: ${name}-success-rate
            args:
              - name: service
                value: ${name}
        - setWeight: 50
        # Somebody has a look at what the new version does to the shop.
        - pause: {}
        - setWeight: 75
        - pause:
            duration: 5s
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${image}
          ports:
            - name: http
              containerPort: 8080
`,
    [`apps/${name}/base/analysis.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: ${name}-success-rate
spec:
  args:
    - name: service
  metrics:
    - name: success-rate
      interval: 2s
      count: 2
      failureLimit: 1
      successCondition: result[0] >= 0.95
      provider:
        prometheus:
          address: http://prometheus.monitoring:9090
          query: |
            sum(rate(http_requests_total{service="{{args.service}}",code!~"5.."}[1m]))
            / sum(rate(http_requests_total{service="{{args.service}}"}[1m]))
`,
    [`apps/${name}/base/service.yaml`]: kubernetesService(name),
    [`apps/${name}/overlays/dev/at-once.yaml`]: `# Nobody is disturbed in dev: no steps.
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: ${name}
spec:
  strategy:
    canary:
      steps: []
`,
  };
}
