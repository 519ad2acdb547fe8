import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineProgram } from './program.mjs';

const ownStages = join(
  dirname(fileURLToPath(import.meta.url)),
  'kwok',
  'failing-pods.yaml',
);

/** The lives of nodes and pods, without a container runtime. */
export const kwok = defineProgram({
  name: 'kwok',
  module: 'sigs.k8s.io/kwok',
  package: 'sigs.k8s.io/kwok/cmd/kwok',
  files: [
    'kustomize/stage/node/fast/node-initialize.yaml',
    'kustomize/stage/node/heartbeat/node-heartbeat.yaml',
    'kustomize/stage/pod/fast/pod-ready.yaml',
    'kustomize/stage/pod/fast/pod-complete.yaml',
    'kustomize/stage/pod/fast/pod-delete.yaml',
  ],
  usualSeconds: 440,
  run: ({ ports, kubeconfig, dataDir, filesOf }) => {
    const stages = join(dataDir, 'kwok-stages.yaml');
    writeFileSync(stages, stagesFrom(filesOf(kwok)));
    return {
      args: [
        `--kubeconfig=${kubeconfig}`,
        `--config=${stages}`,
        '--manage-all-nodes=true',
        '--node-ip=127.0.0.1',
        `--node-port=${ports.kwok}`,
        `--server-address=127.0.0.1:${ports.kwok}`,
        '--cidr=10.0.0.1/16',
      ],
      health: { url: `http://127.0.0.1:${ports.kwok}/healthz` },
    };
  },
});

/**
 * KWOK's own stages, but pods take a moment to become ready, so that a rollout can be seen on its
 * way, and those that are labelled to fail never do.
 */
function stagesFrom(files) {
  const documents = files.map(file => {
    const text = readFileSync(file, 'utf8');
    if (!file.endsWith('pod-ready.yaml')) return text;
    return text
      .replace(
        '    matchExpressions:\n',
        `    matchExpressions:\n    - key: '.metadata.labels["fairlead-lab/pod"]'\n      operator: 'DoesNotExist'\n`,
      )
      .replace(
        '\n  next:\n',
        '\n  delay:\n    durationMilliseconds: 1500\n  next:\n',
      );
  });
  return [...documents, readFileSync(ownStages, 'utf8')].join('\n---\n');
}
