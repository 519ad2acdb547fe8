import { Image } from '@fairlead/backstage-plugin-gitops-common';

/** A `Job` of a cluster, as far as the check of it goes. */
export interface JobSighting {
  state: 'complete' | 'failed' | 'running' | 'suspended';
  /** In the words of Kubernetes: why it failed. */
  message?: string;
  createdAt: string;
  images: Image[];
  /** What its label `app.kubernetes.io/version` says. */
  versionLabel?: string;
}

/** Reads single jobs. */
export interface JobReader {
  /** Undefined when there is no such job. Throws when the cluster does not say. */
  read(options: {
    cluster: string;
    namespace: string;
    name: string;
  }): Promise<JobSighting | undefined>;
}
