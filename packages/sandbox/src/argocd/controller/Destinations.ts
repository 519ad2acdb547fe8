import { ClusterObjects } from '../../contracts';
import { Destination } from '../Application';
import { ManifestError } from '../ManifestError';

const inClusterServer = 'https://kubernetes.default.svc';

/** The clusters that an Argo CD deploys to. */
export class Destinations {
  static create(options: {
    home: ClusterObjects;
    others: readonly ClusterObjects[];
  }): Destinations {
    return new Destinations(options.home, options.others);
  }

  private constructor(
    private readonly home: ClusterObjects,
    private readonly others: readonly ClusterObjects[],
  ) {}

  all(): ClusterObjects[] {
    return [this.home, ...this.others];
  }

  /** Throws ManifestError that says what is wrong with the destination. */
  find(destination: Destination): ClusterObjects {
    const { server, name } = destination;
    if (server && name) {
      throw new ManifestError(
        `application destination can't have both name and server defined: ${name} ${server}`,
      );
    }
    if (!server && !name) {
      throw new ManifestError(
        'application destination has neither server nor name',
      );
    }
    if (server === inClusterServer || name === 'in-cluster') return this.home;
    const found = this.all().find(
      cluster => cluster.url === server || cluster.name === name,
    );
    if (!found) {
      throw new ManifestError(
        `unable to find destination server: there is no cluster ${server ?? name}`,
      );
    }
    return found;
  }
}
