import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitTagImages } from './ci/GitTagImages';
import { ReleaseWorkflow } from './ci/ReleaseWorkflow';
import { RunningCluster, startCluster } from './clusters';
import { kubeconfig, portalConfig } from './configFiles';
import { Faults } from './contracts';
import { startControl } from './control/startControl';
import { FaultList } from './faults/FaultList';
import { LoadTester } from './flagger';
import { RunningForge, startForge } from './forge';
import { SteeredMetrics } from './metrics/SteeredMetrics';
import { offerTemplate } from './offerTemplate';
import { seedClusters } from './seed/applications';
import { organisation } from './seed/people';
import { peopleRepository } from './seed/peopleRepository';
import { services } from './seed/services';
import { startControllers } from './startControllers';
import { clearUnlessSeeded, seedOnce } from './seed/seedOnce';

// Everything listens on the loopback interface alone, so these keep nobody out: they let the portal be who it is.
const forgeToken = 'sandbox-portal-forge';
const clusterToken = 'sandbox-portal-cluster';
const adminToken = 'sandbox-admin';
const webhookSecret = 'sandbox-webhook';

/** A sandbox that answers. */
export interface RunningSandbox {
  readonly forge: RunningForge;
  readonly clusters: readonly RunningCluster[];
  readonly faults: Faults;
  readonly images: GitTagImages;
  readonly metrics: SteeredMetrics;
  readonly loadTester: LoadTester;
  readonly controlUrl: string;
  /** Config for the portal; written when everything answers. */
  readonly configFile: string;
  readonly kubeconfigFile: string;
  stop(): Promise<void>;
}

/** Starts a forge, three clusters and an Argo CD stand-in on each, with what is stored in a directory. */
export async function startSandbox(options: {
  dataDir: string;
  /** Of the forge; the clusters and the control API take the four after it. 0: any free ones. */
  port: number;
  /** Told of changes by webhooks. */
  portalUrl?: string;
  /** Fill an empty directory with an organisation of services. */
  seed?: boolean;
  /** Files with templates that the portal is to offer, with this forge in the place of github.com. */
  templateFiles?: readonly string[];
  say?: (message: string) => void;
}): Promise<RunningSandbox> {
  const { dataDir, port, portalUrl, seed = false, say = () => {} } = options;
  mkdirSync(dataDir, { recursive: true });
  if (seed) clearUnlessSeeded(dataDir);
  const faults = FaultList.create();
  const onError = (error: unknown) =>
    say(error instanceof Error ? `${error.stack}` : String(error));
  const portOf = (offset: number) => (port === 0 ? 0 : port + offset);

  const forge = await startForge({
    dataDir: join(dataDir, 'forge'),
    port,
    faults,
    logger: { error: (message, error) => say(`${message} ${error?.stack}`) },
  });
  const clusters = await Promise.all(
    seedClusters.map((name, index) =>
      startCluster({
        name,
        port: portOf(index + 1),
        dataDir: join(dataDir, 'clusters', name),
        faults,
        tokens: [
          { token: clusterToken, role: 'writer', user: 'portal' },
          { token: adminToken, role: 'admin', user: 'admin' },
        ],
      }),
    ),
  );
  const images = GitTagImages.open({
    forge: forge.content,
    file: join(dataDir, 'images.json'),
  });
  const metrics = SteeredMetrics.open({ file: join(dataDir, 'metrics.json') });
  const loadTester = LoadTester.create();
  const base = { forge, clusters, images, metrics, loadTester, onError };
  if (seed) await seedOnce({ ...base, dataDir, token: forgeToken, say });
  const controllers = await startControllers(base);
  const workflow = ReleaseWorkflow.start({ forge, onError });
  if (portalUrl) {
    await forge.content.addWebhook({
      owner: organisation,
      url: `${portalUrl}/api/events/http/github`,
      secret: webhookSecret,
      events: [
        'push',
        'pull_request',
        'pull_request_review',
        'check_run',
        'status',
      ],
    });
  }
  const control = await startControl({ ...base, faults, port: portOf(4) });

  const configFile = join(dataDir, 'app-config.sandbox.yaml');
  const kubeconfigFile = join(dataDir, 'kubeconfig');
  write(kubeconfigFile, kubeconfig({ clusters, token: adminToken }));
  write(
    configFile,
    portalConfig({
      forgeUrl: forge.url,
      forgeToken,
      webhookSecret,
      clusters,
      clusterToken,
      catalogRepositories: seed
        ? [peopleRepository, ...services].map(
            ({ name }) => `${organisation}/${name}`,
          )
        : [],
      templateFiles: (options.templateFiles ?? []).map(file =>
        offerTemplate({
          file,
          directory: join(dataDir, 'templates'),
          forgeUrl: forge.url,
        }),
      ),
    }),
  );
  return {
    forge,
    clusters,
    faults,
    images,
    metrics,
    loadTester,
    controlUrl: control.url,
    configFile,
    kubeconfigFile,
    async stop() {
      await control.stop();
      await workflow.stop();
      await controllers.stop();
      await Promise.all(clusters.map(cluster => cluster.stop()));
      await forge.stop();
    },
  };
}

function write(file: string, content: string) {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
