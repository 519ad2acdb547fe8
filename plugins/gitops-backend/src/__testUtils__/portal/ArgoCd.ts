import { targetIdOf } from '@fairlead/backstage-plugin-gitops-common';
import { RunningCluster } from '@fairlead/sandbox';
import { z } from 'zod';
import { ControllerReport, controllerStatus } from './controllerStatus';

const apiVersion = 'argoproj.io/v1alpha1';
const kind = 'Application';
const specSchema = z.object({
  source: z.looseObject({}),
  destination: z.looseObject({}),
});

/** Names an Application; without a namespace, in that of the control plane. */
interface ApplicationRef {
  name: string;
  namespace?: string;
}

/** An Application as people write it. */
export interface ApplicationOptions extends ApplicationRef {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  path: string;
  /** The namespace that it deploys into. */
  destination: string;
  /** Automatic sync; on when left out. */
  automated?: boolean;
  /** Added to the source. */
  source?: object;
}

/** Plays Argo CD in a cluster: writes Applications, and the status that the controller would give them. */
export class ArgoCd {
  static create(options: { cluster: RunningCluster; repoUrl: string }): ArgoCd {
    return new ArgoCd(options.cluster, options.repoUrl);
  }

  private constructor(
    private readonly cluster: RunningCluster,
    private readonly repoUrl: string,
  ) {}

  /** Creates the Application, or gives it another spec. Returns the id of its target. */
  apply(application: ApplicationOptions): string {
    const { labels, annotations, path, destination } = application;
    const { name, namespace } = refOf(application);
    const { automated = true } = application;
    this.cluster.objects.apply({
      apiVersion,
      kind,
      metadata: {
        name,
        namespace,
        ...(labels && { labels }),
        ...(annotations && { annotations }),
      },
      spec: {
        project: 'default',
        source: {
          repoURL: this.repoUrl,
          path,
          targetRevision: 'main',
          ...application.source,
        },
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: destination,
        },
        ...(automated && { syncPolicy: { automated: { selfHeal: true } } }),
      },
    });
    const cluster = this.cluster.name;
    return targetIdOf({ cluster, apiVersion, kind, namespace, name });
  }

  /** Writes what the controller finds. */
  report(application: ApplicationRef, report: ControllerReport): void {
    const { name } = application;
    const { source, destination } = specSchema.parse(
      this.read(application).spec,
    );
    this.cluster.objects.setStatus(
      refOf(application),
      controllerStatus({ name, source, destination, report }),
    );
  }

  /** The Application as it is now. */
  read(application: ApplicationRef) {
    const object = this.cluster.objects.get(refOf(application));
    if (!object) throw new Error(`There is no ${application.name}`);
    return object;
  }

  delete(application: ApplicationRef): void {
    this.cluster.objects.delete(refOf(application));
  }
}

function refOf({ name, namespace = 'argocd' }: ApplicationRef) {
  return { apiVersion, kind, namespace, name };
}
