import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { factsOf } from './__testUtils__/facts';
import { findProblems } from './findProblems';
import { rankFindings } from './rankFindings';

/** The rule that is to understand it, the words as programs print them, and the title of what is found. */
type Sample = [rule: string, words: string, title: string];

const syncFailures: Sample[] = [
  [
    'quota-exceeded',
    'one or more objects failed to apply, reason: pods "orders-migrate" is forbidden: exceeded quota: compute-resources, requested: limits.memory=1Gi, used: limits.memory=8Gi, limited: limits.memory=8Gi (retried 5 times).',
    'The quota compute-resources is used up',
  ],
  [
    'quota-exceeded',
    'pods "orders-5b9c" is forbidden: failed quota: compute: must specify limits.cpu for: app',
    "The namespace's limits are not kept",
  ],
  [
    'admission-refused',
    'admission webhook "validate.kyverno.svc-fail" denied the request: resource Deployment/orders/orders was blocked due to the following policies require-labels: check-team: validation error: label team is required',
    'The admission webhook validate.kyverno.svc-fail refuses it',
  ],
  [
    'admission-refused',
    'Internal error occurred: failed calling webhook "webhook.cert-manager.io": failed to call webhook: Post "https://cert-manager-webhook.cert-manager.svc:443/mutate?timeout=10s": dial tcp 10.96.0.12:443: connect: connection refused',
    'The admission webhook webhook.cert-manager.io does not answer',
  ],
  [
    'admission-refused',
    'pods "orders-0" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
    'The pod security standard restricted:latest refuses it',
  ],
  [
    'admission-refused',
    `deployments.apps "orders" is forbidden: ValidatingAdmissionPolicy 'replica-limit.example.com' with binding 'all' denied request: at most 5 replicas`,
    'The policy replica-limit.example.com refuses it',
  ],
  [
    'immutable-field',
    'Deployment.apps "orders" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"orders"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    "The field spec.selector can't be changed",
  ],
  [
    'immutable-field',
    `StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    "A field that can't be changed was changed",
  ],
  [
    'forbidden',
    'roles.rbac.authorization.k8s.io "orders" is forbidden: User "system:serviceaccount:argocd:argocd-application-controller" cannot patch resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "orders"',
    'The engine may not patch roles.rbac.authorization.k8s.io',
  ],
  [
    'forbidden',
    'application destination server https://kubernetes.default.svc and namespace payments do not match any of the allowed destinations; namespace payments is not permitted in project shop',
    'The project does not allow it',
  ],
  [
    'kind-not-installed',
    'The Kubernetes API could not find monitoring.coreos.com/ServiceMonitor for requested resource orders/orders. Make sure the "ServiceMonitor" CRD is installed on the destination cluster.',
    'The cluster does not know monitoring.coreos.com/ServiceMonitor',
  ],
  [
    'kind-not-installed',
    'ServiceMonitor/orders/orders dry-run failed: no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    'The cluster does not know ServiceMonitor (monitoring.coreos.com/v1)',
  ],
  [
    'namespace-missing',
    'namespaces "orders-qa" not found',
    'There is no namespace orders-qa',
  ],
  [
    'hook-failed',
    'Job orders-migrate: Job has reached the specified backoff limit',
    'The hook orders-migrate failed',
  ],
  [
    'hook-failed',
    'Helm upgrade failed for release orders/orders with chart orders@1.4.0: pre-upgrade hooks failed: 1 error occurred: * job orders-migrate failed: BackoffLimitExceeded',
    'A pre-upgrade hook failed',
  ],
  [
    'hook-failed',
    'Helm test failed for release podinfo/podinfo.v1 with chart podinfo@6.5.3: 1 error occurred:\n\t* pod podinfo-fault-test-a0tew failed',
    'The test of the release failed',
  ],
  [
    'progress-deadline',
    "health check failed after 30.05s: timeout waiting for: [Deployment/orders/orders status: 'InProgress']",
    'The new version did not become ready in time',
  ],
  [
    'progress-deadline',
    'Helm install failed for release orders/orders with chart orders@1.4.0: context deadline exceeded: timed out waiting for the condition',
    'The new version did not become ready in time',
  ],
  [
    'invalid-manifest',
    'Deployment.apps "orders" is invalid: spec.template.spec.containers[0].image: Required value',
    'A manifest is not valid',
  ],
  [
    'invalid-manifest',
    'error when creating "/dev/shm/123": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
    'A manifest has an unknown field: spec.replica',
  ],
  [
    'invalid-manifest',
    'ComparisonError: failed to create typed patch object (orders/orders; apps/v1, Kind=Deployment): .spec.template.spec.imagePullSecret: field not declared in schema',
    'A manifest is not valid',
  ],
  [
    'image-pull',
    'Deployment "orders" has failed: container "app" is waiting: Back-off pulling image "ghcr.io/acme/orders:9.9.9": ErrImagePull: not found',
    "The image can't be pulled",
  ],
  [
    'crash-loop',
    'back-off 5m0s restarting failed container=app pod=orders-7d4f_orders(1f) CrashLoopBackOff',
    'A container crashes again and again',
  ],
  [
    'sync-failed',
    'something nobody has seen before',
    'Argo CD could not deploy it',
  ],
];

const sourceErrors: Sample[] = [
  [
    'source-unknown',
    'The GitRepository orders/gitops was not found, or the portal may not read it, so it is not known where this is defined.',
    'It is not known where it is defined',
  ],
  [
    'path-not-found',
    'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = apps/orders/overlays/qa: app path does not exist',
    'The path apps/orders/overlays/qa is not in the source',
  ],
  [
    'path-not-found',
    'kustomization path not found: stat /tmp/kustomization-1464362706/invalid: no such file or directory',
    'The path invalid is not in the source',
  ],
  [
    'path-not-found',
    'failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): failed to execute helm template command: `helm template . --values values-qa.yaml` failed exit status 1: Error: open values-qa.yaml: no such file or directory',
    'The file values-qa.yaml is not in the source',
  ],
  [
    'source-authentication',
    'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to list refs: authentication required: Repository not found.',
    'The source does not let the engine in',
  ],
  [
    'source-authentication',
    'The GitRepository orders/gitops is not ready: failed to checkout and determine revision: unable to clone: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    'The source does not let the engine in',
  ],
  [
    'source-authentication',
    'The GitRepository orders/gitops is not ready: ssh: handshake failed: knownhosts: key mismatch',
    'The host key of the source is not trusted',
  ],
  [
    'source-not-found',
    `rpc error: code = Unknown desc = unable to resolve 'release-9' to a commit SHA`,
    'There is no revision release-9 in the source',
  ],
  [
    'source-not-found',
    `The GitRepository orders/gitops is not ready: failed to checkout and determine revision: unable to clone 'https://github.com/acme/gitops': couldn't find remote ref "refs/heads/relase"`,
    'There is no revision refs/heads/relase in the source',
  ],
  [
    'source-not-found',
    `The HelmChart orders/orders is not ready: invalid chart reference: failed to get chart version for remote reference: no 'orders' chart with version matching '9.x' found`,
    'The chart orders is not there in this version',
  ],
  [
    'render-error',
    'failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): failed to execute helm template command: `helm template . --name-template orders` failed exit status 1: Error: execution error at (orders/templates/deployment.yaml:12:4): image.tag is required',
    "Helm can't render the chart",
  ],
  [
    'render-error',
    `kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'deploy.yaml': invalid Kustomization`,
    "Kustomize can't build the manifests",
  ],
  [
    'source-unreachable',
    'failed to list refs: Get "https://git.example.com/acme/gitops/info/refs?service=git-upload-pack": dial tcp: lookup git.example.com on 10.96.0.10:53: no such host',
    "The engine can't reach the source",
  ],
  [
    'source-unreachable',
    'error getting server version: failed to get server version: Get "https://10.0.0.9:6443/version?timeout=32s": dial tcp 10.0.0.9:6443: i/o timeout',
    "The engine can't reach the cluster that it deploys to",
  ],
  [
    'source-not-ready',
    'The OCIRepository orders/orders is not ready: the verification of the signature did not end well',
    'The OCIRepository orders/orders is not ready',
  ],
  [
    'dependency-not-ready',
    `dependency 'flux-system/infrastructure' is not ready`,
    'flux-system/infrastructure is not ready',
  ],
];

function findingsOf(status: Partial<TargetStatus>) {
  return rankFindings(findProblems(factsOf({ status })));
}

describe('rules that go by words', () => {
  it.each(syncFailures)('%s, of a failed sync: %s', (rule, message, title) => {
    const found = findingsOf({
      operation: { phase: 'Failed', message, finishedAt: '2026-11-24T09:00Z' },
    });
    expect(found[0]).toMatchObject({
      rule,
      title,
      severity: 'error',
      since: '2026-11-24T09:00Z',
      explanation: expect.stringContaining(
        `Argo CD says: “${message.replace(/\s+/g, ' ').slice(0, 50)}`,
      ),
      remedy: expect.stringMatching(/^[A-Z].*\.$/s),
    });
    // Nothing is said twice, but that the engine has given up.
    expect(found.slice(1).map(each => each.rule)).toEqual(
      message.includes('retried') ? ['retries-exhausted'] : [],
    );
  });

  it.each(sourceErrors)('%s, of a condition: %s', (rule, message, title) => {
    const found = findingsOf({
      conditions: [{ type: 'ComparisonError', severity: 'error', message }],
      sync: { status: 'Unknown' },
    });
    expect(found).toMatchObject([{ rule, title }]);
  });

  it('leaves alone what is only in the past, or no trouble', () => {
    expect(
      findingsOf({
        operation: { phase: 'Succeeded', message: 'exceeded quota: a, b' },
        conditions: [
          { type: 'Note', severity: 'info', message: 'exceeded quota: a, b' },
        ],
        health: { status: 'Healthy', message: 'exceeded quota: a, b' },
      }),
    ).toEqual([]);
  });

  it('goes by the condition where the words say nothing', () => {
    expect(
      findingsOf({
        health: { status: 'Degraded' },
        conditions: [
          {
            type: 'Ready TestFailed',
            severity: 'error',
            concerns: 'health',
            message:
              'Helm test failed for release podinfo/podinfo.v1 with chart podinfo@6.5.3: 1 error occurred:\n\t* pod podinfo-fault-test-a0tew failed',
          },
          {
            type: 'Stalled RetriesExceeded',
            severity: 'error',
            message: 'Failed to install after 1 attempt(s)',
          },
        ],
      }),
    ).toMatchObject([
      { rule: 'hook-failed', severity: 'error' },
      {
        rule: 'retries-exhausted',
        severity: 'warning',
        explanation:
          'Argo CD has tried 1 time and does not try this revision again by itself. This follows from: The test of the release failed.',
      },
    ]);
  });

  it('never repeats credentials, or what a Secret holds', () => {
    const message =
      'Secret "db" is invalid: data[url]: Invalid value: "postgres://u:hunter2@db": must be base64; fetched from https://bot:s3cr3tT0ken@git.example.com/a; token=abcdef123456';
    const [found] = findingsOf({ operation: { phase: 'Error', message } });
    expect(found).toMatchObject({ rule: 'invalid-manifest' });
    expect(JSON.stringify(found)).not.toMatch(/hunter2|s3cr3tT0ken|abcdef123/);
    expect(found.explanation).toContain('https://git.example.com/a');
  });
});
