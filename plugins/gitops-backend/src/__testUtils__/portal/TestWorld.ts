import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FaultList,
  FaultRule,
  RunningCluster,
  RunningForge,
  startCluster,
  startForge,
} from '@fairlead/sandbox';
import { ApplicationOptions, ArgoCd } from './ArgoCd';
import { ControllerReport } from './controllerStatus';
import { imageOf } from './services';
import { createPeople, TestRepository } from './TestRepository';

/** What the portal is let in with. */
export const tokens = {
  forge: 'portal-forge',
  reader: 'portal-reader',
  writer: 'portal-writer',
};

type ClusterName = 'nonprod' | 'prod';

/** A version of a service in an environment, from the overlay of that name in the GitOps repository. */
export interface Deployment extends Omit<
  ControllerReport,
  'images' | 'revision'
> {
  service: string;
  environment: string;
  version: string;
  /** The last commit of the main branch when left out. */
  revision?: string;
  application?: Partial<ApplicationOptions>;
}

/** A forge with a GitOps repository, and two clusters in which the test plays Argo CD. */
export class TestWorld {
  static async start(files: Record<string, string> = {}): Promise<TestWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'fairlead-world-'));
    const faults = FaultList.create();
    const [forge, nonprod, prod] = await Promise.all([
      startForge({ dataDir: directory, port: 0, faults }),
      cluster('nonprod', faults),
      cluster('prod', faults),
    ]);
    await createPeople({ forge, portalToken: tokens.forge });
    const repository = await TestRepository.create({
      forge,
      name: 'gitops',
      files,
    });
    return new TestWorld(directory, faults, forge, repository, {
      nonprod,
      prod,
    });
  }

  readonly argocd: Record<ClusterName, ArgoCd>;
  /** What the forge and the clusters were asked so far. */
  readonly requests: string[] = [];

  private constructor(
    private readonly directory: string,
    readonly faults: FaultList,
    readonly forge: RunningForge,
    /** `acme/gitops` */
    readonly repository: TestRepository,
    readonly clusters: Record<ClusterName, RunningCluster>,
  ) {
    const repoUrl = `${repository.url}.git`;
    this.argocd = {
      nonprod: ArgoCd.create({ cluster: clusters.nonprod, repoUrl }),
      prod: ArgoCd.create({ cluster: clusters.prod, repoUrl }),
    };
    const take = faults.take.bind(faults);
    jest.spyOn(faults, 'take').mockImplementation(request => {
      const { surface, method, path } = request;
      if (method) this.requests.push(`${surface} ${method} ${path}`);
      return take(request);
    });
  }

  /** What the forge and the clusters were asked meanwhile. */
  async requestsDuring(run: () => Promise<unknown>): Promise<string[]> {
    const before = this.requests.length;
    await run();
    return this.requests.slice(before);
  }

  /** Lets a fault strike until the returned function is called. */
  fault(rule: FaultRule): () => void {
    const { id } = this.faults.add(rule);
    return () => this.faults.remove(id);
  }

  /** Argo CD has deployed a version, or is at it. Returns the id of the target. */
  async deploy(deployment: Deployment): Promise<string> {
    const { service, environment, version, application, ...report } =
      deployment;
    const argocd = this.argocdOf(environment);
    const name = `${service}-${environment}`;
    const { namespace } = application ?? {};
    const id = argocd.apply({
      name,
      path: `apps/${service}/overlays/${environment}`,
      destination: name,
      ...application,
    });
    const revision = report.revision ?? (await this.repository.head());
    const images = [imageOf(service, version)];
    argocd.report({ name, namespace }, { ...report, revision, images });
    return id;
  }

  argocdOf(environment: string): ArgoCd {
    return this.argocd[environment.startsWith('prod') ? 'prod' : 'nonprod'];
  }

  async end(): Promise<void> {
    this.faults.clear();
    await Promise.all([
      this.forge.stop(),
      this.clusters.nonprod.stop(),
      this.clusters.prod.stop(),
    ]);
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function cluster(name: string, faults: FaultList) {
  return startCluster({
    name,
    port: 0,
    faults,
    tokens: [
      { token: tokens.reader, role: 'reader', user: 'portal-reader' },
      { token: tokens.writer, role: 'writer', user: 'portal-writer' },
    ],
  });
}
