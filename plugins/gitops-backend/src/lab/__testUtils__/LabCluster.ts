import {
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from '@kubernetes/client-node';
import { labState } from './labState';

/** Names an object of the lab's cluster. */
export interface LabObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** The lab's cluster as a person with kubectl has it. */
export class LabCluster {
  static create(): LabCluster {
    const config = new KubeConfig();
    config.loadFromFile(labState().kubeconfig);
    return new LabCluster(KubernetesObjectApi.makeApiClient(config));
  }

  private constructor(private readonly api: KubernetesObjectApi) {}

  /** Makes an empty namespace. */
  async namespace(name: string): Promise<void> {
    await this.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  }

  /** Creates the objects, or makes them be what is written. */
  async apply(
    ...objects: Array<KubernetesObject & { spec?: object }>
  ): Promise<void> {
    for (const object of objects) {
      await this.api.patch(
        object,
        undefined,
        undefined,
        'kubectl',
        true,
        PatchStrategy.ServerSideApply,
      );
    }
  }

  /** Changes what is written, and leaves the rest. */
  async patch(ref: LabObjectRef, change: object): Promise<void> {
    await this.api.patch(
      { ...headOf(ref), ...change },
      undefined,
      undefined,
      'kubectl-edit',
      undefined,
      PatchStrategy.MergePatch,
    );
  }

  async read(ref: LabObjectRef): Promise<KubernetesObject> {
    return this.api.read(headOf(ref));
  }

  async delete(ref: LabObjectRef): Promise<void> {
    await this.api.delete(headOf(ref));
  }
}

function headOf({ apiVersion, kind, namespace, name }: LabObjectRef) {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }) },
  };
}
