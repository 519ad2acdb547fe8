import { ClusterObjects, KubeObject, ObjectRef } from '../../contracts';
import { textAt } from '../../json';
import { parseManifests } from '../../argocd/source/parseManifests';
import { Release } from '../schema';

/** What Helm keeps of its releases: in a Secret for each revision, so that it outlives the process. */
export class HelmStorage {
  readonly #cluster: ClusterObjects;

  static create(options: { cluster: ClusterObjects }): HelmStorage {
    return new HelmStorage(options.cluster);
  }

  private constructor(cluster: ClusterObjects) {
    this.#cluster = cluster;
  }

  keep(
    release: Release,
    options: { namespace: string; objects: readonly KubeObject[] },
  ): void {
    const { namespace, objects } = options;
    this.#cluster.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: nameOf(release),
        namespace,
        labels: {
          name: release.name,
          owner: 'helm',
          status: release.status,
          version: `${release.version}`,
        },
      },
      type: 'helm.sh/release.v1',
      data: {
        release: Buffer.from(
          objects.map(object => JSON.stringify(object)).join('\n---\n'),
        ).toString('base64'),
      },
    });
  }

  /** Undefined when nothing is kept of it. */
  read(release: Release, namespace: string): KubeObject[] | undefined {
    const secret = this.#cluster.get(refOf(release, namespace));
    const data = textAt(secret, 'data', 'release');
    return data === undefined
      ? undefined
      : parseManifests({
          path: `release ${release.name}`,
          text: Buffer.from(data, 'base64').toString(),
        });
  }

  /** Forgets all revisions of a release but these. */
  retain(
    versions: readonly number[],
    of: { name: string; namespace: string },
  ): void {
    const { name, namespace } = of;
    const secrets = this.#cluster.list({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace,
    });
    for (const { metadata } of secrets) {
      const { labels } = metadata;
      if (labels?.owner !== 'helm' || labels.name !== name) continue;
      if (versions.includes(Number(labels.version))) continue;
      this.#cluster.delete({
        apiVersion: 'v1',
        kind: 'Secret',
        namespace,
        name: metadata.name,
      });
    }
  }
}

function refOf(release: Release, namespace: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name: nameOf(release) };
}

function nameOf({ name, version }: Release): string {
  return `sh.helm.release.v1.${name}.v${version}`;
}
