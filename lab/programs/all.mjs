import { argoCdApplicationController } from './argocd/applicationController.mjs';
import { argoCd } from './argocd/argoCd.mjs';
import { argoCdRepoServer } from './argocd/repoServer.mjs';
import { argoCdServer } from './argocd/server.mjs';
import { etcd } from './etcd.mjs';
import { flagger } from './flagger.mjs';
import { gitea } from './gitea.mjs';
import { helm } from './helm.mjs';
import { helmController } from './helmController.mjs';
import { kubeApiserver } from './kubeApiserver.mjs';
import { kubeControllerManager } from './kubeControllerManager.mjs';
import { kubeScheduler } from './kubeScheduler.mjs';
import { kubectl } from './kubectl.mjs';
import { kustomize } from './kustomize.mjs';
import { kustomizeController } from './kustomizeController.mjs';
import { kwok } from './kwok.mjs';
import { redis } from './redis.mjs';
import { rolloutsController } from './rolloutsController.mjs';
import { sourceController } from './sourceController.mjs';

/** Without these there is no cluster, in the order in which they are started. */
export const clusterPrograms = [
  etcd,
  kubeApiserver,
  kubectl,
  kubeControllerManager,
  kubeScheduler,
  kwok,
];

/** What runs on the cluster or beside it; each can be missing. */
export const controllers = [
  gitea,
  sourceController,
  kustomizeController,
  rolloutsController,
  flagger,
  helm,
  kustomize,
  argoCd,
  redis,
  argoCdRepoServer,
  argoCdApplicationController,
  argoCdServer,
  helmController,
];

/** Every program, in the order of building. */
export const programs = [...clusterPrograms, ...controllers];
