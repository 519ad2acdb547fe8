import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isBuilt } from '../../build/build.mjs';
import { binaryOf } from '../../paths.mjs';
import { helm } from '../helm.mjs';
import { kustomize } from '../kustomize.mjs';
import { defineCommandOf } from '../program.mjs';
import { argoCd } from './argoCd.mjs';

/** A command of Argo CD that keeps running: started alike, each with its own arguments and health. */
export function defineArgoCdCommand({ name, prepare, run, ...rest }) {
  return defineCommandOf(argoCd, {
    name,
    ...rest,
    folders: ['argocd/bin', 'argocd/tmp', 'argocd/config'],
    prepare: async lab => {
      provideTools(lab);
      await prepare?.(lab);
    },
    run: lab => ({ env: environment({ ...lab, name }), ...run(lab) }),
  });
}

/**
 * It runs outside of the cluster that it is installed in, so that the address of its own cluster
 * has to lead to the kubeconfig.
 */
function environment({ name, dataDir, kubeconfig }) {
  const folder = one => join(dataDir, 'argocd', one);
  return {
    ARGOCD_BINARY_NAME: name,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_APP_CONF_PATH: folder('config'),
    ARGOCD_TLS_DATA_PATH: folder('config'),
    ARGOCD_SSH_DATA_PATH: folder('config'),
    KUBECONFIG: kubeconfig,
    HOME: folder('tmp'),
    TMPDIR: folder('tmp'),
    PATH: [folder('bin'), process.env.PATH].join(delimiter),
  };
}

/**
 * The tools that are called by their names; `argocd` is what git asks for credentials. Signatures of commits are asked
 * for whatever is configured: the lab's have none, and no answer says so.
 */
function provideTools({ dataDir }) {
  writeFileSync(
    join(dataDir, 'argocd', 'bin', 'git-verify-wrapper.sh'),
    '#!/bin/sh\nexit 0\n',
    { mode: 0o755 },
  );
  for (const tool of [argoCd, helm, kustomize].filter(isBuilt)) {
    const link = join(dataDir, 'argocd', 'bin', tool.name);
    if (!existsSync(link)) symlinkSync(binaryOf(tool), link);
  }
}
