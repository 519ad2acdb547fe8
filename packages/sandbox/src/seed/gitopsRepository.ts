import { RunningForge } from '../forge';
import { applicationFiles, SeedCluster } from './applications';
import { daysBefore } from './dates';
import { isDeployedByFlux, isPushed } from './engines';
import { kustomizationFiles } from './fluxObjects';
import { Files, sharedFiles, versionFiles, webChart } from './manifests';
import { authorOf, organisation, people } from './people';
import { SeedEnvironment, seedEnvironments, SeedService } from './SeedService';

/** The GitOps repository of the organisation. */
export const gitopsRepository = { owner: organisation, name: 'gitops' };

interface Change {
  service: SeedService;
  environment: SeedEnvironment;
  version: string;
  from: string;
  daysAgo: number;
}

/** Writes the GitOps repository: what began long ago, and a merged pull request for every version that came since. */
export async function seedGitopsRepository(options: {
  forge: RunningForge;
  services: readonly SeedService[];
  servers: Record<SeedCluster, string>;
  now: Date;
}): Promise<void> {
  const { forge, now } = options;
  const services = options.services.filter(each => !isPushed(each));
  await forge.content.createRepository({
    ...gitopsRepository,
    description: 'What runs where: manifests of all environments',
  });
  const oldest = Math.max(
    ...services.flatMap(({ releases }) => releases.map(each => each.daysAgo)),
  );
  await forge.content.commitFiles({
    ...gitopsRepository,
    branch: 'main',
    message: 'Move all manifests into one repository',
    author: authorOf('greta'),
    date: daysBefore(now, oldest + 4),
    files: initialFiles({ ...options, services }),
  });
  const changes = services.flatMap(changesOf);
  changes.sort((a, b) => b.daysAgo - a.daysAgo);
  for (const change of changes) await merge({ forge, change, now });
}

/** Writes versions for an environment straight to the branch in one commit, as a person in a hurry does. */
export async function commitVersions(options: {
  forge: RunningForge;
  environment: SeedEnvironment;
  changes: ReadonlyArray<{ service: SeedService; version: string }>;
}): Promise<void> {
  const { forge, environment, changes } = options;
  const [first] = changes;
  const what = changes.map(
    ({ service, version }) => `${service.name} ${version}`,
  );
  await forge.content.commitFiles({
    ...gitopsRepository,
    branch: 'main',
    message: `${what.join(', ')} to ${environment}`,
    author: authorOf(memberOf(first.service)),
    files: Object.assign(
      {},
      ...changes.map(({ service, version }) =>
        versionFiles(service, environment, version),
      ),
    ),
  });
}

function initialFiles(options: {
  forge: RunningForge;
  services: readonly SeedService[];
  servers: Record<SeedCluster, string>;
}): Files {
  const { forge, services, servers } = options;
  const repoUrl = `${forge.url}/${organisation}/${gitopsRepository.name}.git`;
  const files: Files = {
    'README.md': `# GitOps

- \`apps/<service>\`: manifests of a service, and what differs in each environment
- \`apps/<service>/fairlead.yaml\`: how its versions get from environment to environment, where that is said
- \`charts\`: charts that several services share
- \`clusters/<cluster>/apps\`: what the Argo CD of a cluster deploys
- \`clusters/<cluster>/flux\`: what its Flux deploys

A new version reaches an environment by pull request.
`,
    ...webChart,
  };
  for (const service of services) {
    Object.assign(
      files,
      sharedFiles(service),
      service.pipeline && {
        [`apps/${service.name}/fairlead.yaml`]: service.pipeline,
      },
      isDeployedByFlux(service)
        ? kustomizationFiles(service)
        : applicationFiles({ service, repoUrl, servers }),
    );
    for (const environment of seedEnvironments) {
      const [first] = service.deployments[environment];
      Object.assign(files, versionFiles(service, environment, first.version));
    }
  }
  return files;
}

function changesOf(service: SeedService): Change[] {
  return seedEnvironments.flatMap(environment =>
    service.deployments[environment]
      .slice(1)
      .map(({ version, daysAgo }, index) => ({
        service,
        environment,
        version,
        from: service.deployments[environment][index].version,
        daysAgo,
      })),
  );
}

async function merge(options: {
  forge: RunningForge;
  change: Change;
  now: Date;
}) {
  const { change, now } = options;
  const { content } = options.forge;
  const { service, environment, version, from } = change;
  const author = memberOf(service);
  const reviewer = memberOf(service, author);
  const head = `${service.name}-${version}-${environment}`;
  const title = `${service.name} ${version} to ${environment}`;
  const at = (hours: number) => daysBefore(now, change.daysAgo + hours / 24);
  await content.commitFiles({
    ...gitopsRepository,
    branch: head,
    startRef: 'main',
    message: title,
    author: authorOf(author),
    date: at(0.6),
    files: versionFiles(service, environment, version),
  });
  const number = await content.openPullRequest({
    ...gitopsRepository,
    head,
    base: 'main',
    title,
    body: `\`${from}\` → \`${version}\``,
    login: author,
    labels: [environment],
    date: at(0.5),
  });
  await content.mergePullRequest({
    ...gitopsRepository,
    number,
    login: reviewer,
    method: 'merge',
    date: at(0),
  });
  await deleteBranch(options.forge, head);
}

async function deleteBranch({ domain }: RunningForge, branch: string) {
  const repository = domain.repositories.byName(gitopsRepository);
  await domain.repositories.moveRef({
    repository,
    actor: domain.repositories.ownerOf(repository),
    ref: `refs/heads/${branch}`,
    to: '0'.repeat(40),
  });
}

function memberOf(service: SeedService, besides?: string): string {
  const members = people
    .filter(({ team, login }) => team === service.team && login !== besides)
    .map(({ login }) => login);
  return members[0] ?? 'greta';
}
