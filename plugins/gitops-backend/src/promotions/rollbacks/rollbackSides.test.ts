import {
  Environment,
  Source,
  SourceOverride,
} from '@fairlead/backstage-plugin-gitops-common';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { normalizeGitUrl } from '../../forges/gitUrl';
import {
  changesOf,
  digestA,
  digestB,
  orders,
  repoUrl,
  statusOf,
} from '../plan/__testUtils__/planStory';
import { GitPromotionPlanner } from '../plan/GitPromotionPlanner';
import { PlannedPromotion } from '../plan/PromotionPlanner';
import { StoredTarget } from '../../targets/StoredTarget';
import { rollbackSides } from './rollbackSides';

const prod: Environment = {
  name: 'prod',
  title: 'Production',
  tier: 'production',
  after: [],
};

/** How a target was, and what was in Git then. */
interface Moment {
  images: string[];
  files: Record<string, string>;
  sources: Array<Partial<Source>>;
  overrides?: SourceOverride[];
  /** Instead of the commit of the files. */
  live?: string[];
}

interface Story {
  then: Moment;
  now: Moment;
}

/** Goes back from `now` to `then`, in one repository that has both commits. */
async function wayBack(story: Story): Promise<PlannedPromotion> {
  const forge = new FakeForge();
  const repository = forge.createRepository({
    repoUrl,
    files: story.then.files,
  });
  const first = repository.commitOf('main').sha;
  const second = repository.commit({
    parents: [first],
    files: new Map(Object.entries(story.now.files)),
    message: 'Release',
    branch: 'main',
  }).sha;
  for (const [name, sha] of [
    ['v1.4.2', first],
    ['v1.5.0', second],
    ['a1'.repeat(20), first],
    ['b2'.repeat(20), second],
  ]) {
    repository.branches.set(name, sha);
  }
  const target = (moment: Moment, sha: string): StoredTarget => ({
    id: 'orders-prod',
    environment: 'prod',
    updatedAt: '2026-10-01T00:00:00.000Z',
    status: {
      ...statusOf({
        name: 'orders-prod',
        images: moment.images,
        sources: moment.sources,
        overrides: moment.overrides,
        live: moment.live ?? moment.sources.map(() => sha),
      }),
    },
  });
  const planner = GitPromotionPlanner.create({
    forges: { normalize: normalizeGitUrl, forRepository: () => forge },
  });
  return planner.plan({
    entityRef: 'component:default/orders',
    ...rollbackSides({
      environment: prod,
      deployment: { startedAt: '2026-09-01T00:00:00.000Z' },
      snapshot: [target(story.then, first)],
      targets: [target(story.now, second)],
    }),
    definedBy: new Map([
      [
        'orders-prod',
        statusOf({ name: 'root', sources: [{ path: 'argocd' }] }),
      ],
    ]),
  });
}

const overlay = 'apps/orders/overlays/prod/kustomization.yaml';
const chartValues = 'charts/orders/values-prod.yaml';
const manifest = 'argocd/orders.yaml';

function application(source: string): string {
  return `# by hand\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: orders-prod\nspec:\n  destination: {namespace: orders}\n  source:\n${source.replace(/^/gm, '    ')}\n`;
}

const kustomize: Array<Partial<Source>> = [
  { path: 'apps/orders/overlays/prod', type: 'kustomize' },
];
const helm: Array<Partial<Source>> = [
  { path: 'charts/orders', type: 'helm', valueFiles: ['values-prod.yaml'] },
];
const kustomization = (image: string, rest = '') =>
  `images:\n  - name: ${orders}\n    ${image}\n${rest}`;
const deployment = {
  'apps/orders/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
};

function chartOf(version: string): Array<Partial<Source>> {
  return [
    {
      repoUrl: 'https://charts.example/stable',
      chart: 'orders',
      targetRevision: version,
    },
  ];
}

function chartManifest(version: string): Record<string, string> {
  return {
    [manifest]: application(
      `repoURL: https://charts.example/stable\nchart: orders\ntargetRevision: ${version} # pinned`,
    ),
  };
}

function pinned(revision: string, tag: string): Moment {
  return {
    images: [`${orders}:${tag}`],
    sources: [
      { path: 'deploy/prod', type: 'kustomize', targetRevision: revision },
    ],
    files: {
      'deploy/prod/kustomization.yaml': kustomization(`newTag: ${tag}`),
      [manifest]: application(
        `repoURL: ${repoUrl}\npath: deploy/prod\ntargetRevision: ${revision}`,
      ),
    },
  };
}

const parameter = (value: string): Pick<Moment, 'overrides' | 'files'> => ({
  overrides: [
    {
      kind: 'helm-parameter',
      name: 'image.tag',
      value,
      pointer: 'spec.source.helm.parameters[0].value',
    },
  ],
  files: {
    'charts/orders/values.yaml': `image:\n  repository: ${orders}\n  tag: 1.0.0\n`,
    [manifest]: application(
      `repoURL: ${repoUrl}\npath: charts/orders\nhelm:\n  parameters:\n    - name: image.tag\n      value: "${value}" # here`,
    ),
  },
});

describe('the way back to a deployment', () => {
  it.each<[string, Story, string[]]>([
    [
      'the tag of a kustomize overlay, with what came after it left as it is',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: kustomize,
          files: { ...deployment, [overlay]: kustomization('newTag: 1.4.2') },
        },
        now: {
          images: [`${orders}:1.5.0`],
          sources: kustomize,
          files: {
            [overlay]: kustomization(
              'newTag: "1.5.0" # bump',
              'replicas: []\n',
            ),
          },
        },
      },
      [`${overlay}:3 images[0].newTag 1.5.0 -> 1.4.2`],
    ],
    [
      'a digest, and the tag that stood beside it in Git then',
      {
        then: {
          images: [`${orders}@${digestA}`],
          sources: kustomize,
          files: {
            [overlay]: kustomization(`newTag: 1.4.2\n    digest: ${digestA}`),
          },
        },
        now: {
          images: [`${orders}@${digestB}`],
          sources: kustomize,
          files: {
            [overlay]: kustomization(`newTag: 1.5.0\n    digest: ${digestB}`),
          },
        },
      },
      [
        `${overlay}:3 images[0].newTag 1.5.0 -> 1.4.2`,
        `${overlay}:4 images[0].digest ${digestB} -> ${digestA}`,
      ],
    ],
    [
      'a version that has not come up, beside the old one',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: kustomize,
          files: { [overlay]: kustomization('newTag: 1.4.2') },
        },
        now: {
          images: [`${orders}:1.4.2`, `${orders}:1.5.0`],
          sources: kustomize,
          files: { [overlay]: kustomization('newTag: 1.5.0') },
        },
      },
      [`${overlay}:3 images[0].newTag 1.5.0 -> 1.4.2`],
    ],
    [
      'a version that the controller has rolled back in the cluster alone',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: kustomize,
          files: { [overlay]: kustomization('newTag: 1.4.2') },
        },
        now: {
          images: [`${orders}:1.4.2`],
          sources: kustomize,
          files: { [overlay]: kustomization('newTag: 1.5.0') },
        },
      },
      [`${overlay}:3 images[0].newTag 1.5.0 -> 1.4.2`],
    ],
    [
      'Helm values',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: helm,
          files: {
            [chartValues]: `image: {repository: ${orders}, tag: 1.4.2}\n`,
          },
        },
        now: {
          images: [`${orders}:1.5.0`],
          sources: helm,
          files: {
            [chartValues]: `replicas: 3\nimage: {repository: ${orders}, tag: 1.5.0}\n`,
          },
        },
      },
      [`${chartValues}:2 image.tag 1.5.0 -> 1.4.2`],
    ],
    [
      'a Helm parameter of the Application',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: [{ path: 'charts/orders', type: 'helm' }],
          ...parameter('1.4.2'),
        },
        now: {
          images: [`${orders}:1.5.0`],
          sources: [{ path: 'charts/orders', type: 'helm' }],
          ...parameter('1.5.0'),
        },
      },
      [`${manifest}:14 spec.source.helm.parameters[0].value 1.5.0 -> 1.4.2`],
    ],
    [
      'the version of a chart',
      {
        then: {
          images: [`${orders}:1.4.2`],
          sources: chartOf('4.2.0'),
          files: chartManifest('4.2.0'),
          live: ['4.2.0'],
        },
        now: {
          images: [`${orders}:1.5.0`],
          sources: chartOf('4.3.1'),
          files: chartManifest('4.3.1'),
          live: ['4.3.1'],
        },
      },
      [`${manifest}:11 spec.source.targetRevision 4.3.1 -> 4.2.0`],
    ],
    [
      'a pinned tag',
      { then: pinned('v1.4.2', '1.4.2'), now: pinned('v1.5.0', '1.5.0') },
      [`${manifest}:11 spec.source.targetRevision v1.5.0 -> v1.4.2`],
    ],
    [
      'a pinned commit',
      {
        then: {
          ...pinned('a1'.repeat(20), '1.4.2'),
          live: ['a1'.repeat(20)],
        },
        now: { ...pinned('b2'.repeat(20), '1.5.0'), live: ['b2'.repeat(20)] },
      },
      [
        `${manifest}:11 spec.source.targetRevision ${'b2'.repeat(20)} -> ${'a1'.repeat(20)}`,
      ],
    ],
  ])('finds %s', async (_, story, changes) => {
    const planned = await wayBack(story);
    expect(planned.plan.blockers).toEqual([]);
    expect(changesOf(planned)).toEqual(changes);
    const { from, to, baseBranch, targets } = planned.plan;
    expect({ from, to, baseBranch, targets }).toEqual({
      from: 'prod',
      to: 'prod',
      baseBranch: 'main',
      targets: ['orders-prod'],
    });
    // Nothing but the values is as it was.
    for (const [path, content] of planned.contents) {
      const values = planned.plan.edits.filter(({ file }) => file === path);
      const back = values.reduce(
        (text, edit) => text.replace(edit.from, edit.to),
        story.now.files[path],
      );
      expect(content).toBe(back);
    }
  });

  it('goes by what ran where the commit of then is gone or not known', async () => {
    const then: Moment = {
      images: [`${orders}:1.4.2`],
      sources: kustomize,
      files: { [overlay]: kustomization('newTag: 1.4.2') },
    };
    const now: Moment = {
      images: [`${orders}:1.5.0`],
      sources: kustomize,
      files: { [overlay]: kustomization('newTag: 1.5.0') },
    };
    for (const live of [['9'.repeat(40)], [''], ['main@sha1:x']]) {
      const planned = await wayBack({ then: { ...then, live }, now });
      expect(planned.plan.blockers).toEqual([]);
      expect(changesOf(planned)).toEqual([
        `${overlay}:3 images[0].newTag 1.5.0 -> 1.4.2`,
      ]);
    }
  });

  it('plans nothing where everything is as it was', async () => {
    const moment: Moment = {
      images: [`${orders}:1.4.2`],
      sources: kustomize,
      files: { [overlay]: kustomization('newTag: 1.4.2') },
    };
    const { plan } = await wayBack({ then: moment, now: moment });
    expect([plan.edits, plan.blockers]).toEqual([[], []]);
  });

  it('takes only targets that are still there, and brings new ones along', () => {
    const target = (id: string): StoredTarget => ({
      id,
      updatedAt: '',
      status: statusOf({ name: id, images: [`${orders}:1`], live: ['main'] }),
    });
    const sides = (snapshot: string[], targets: string[]) => {
      const { from, to } = rollbackSides({
        environment: prod,
        deployment: { startedAt: '2026-09-01T00:00:00.000Z' },
        snapshot: snapshot.map(target),
        targets: targets.map(target),
      });
      return [from, to].map(side => side.targets.map(({ id }) => id));
    };
    expect(sides(['eu', 'us'], ['us', 'asia'])).toEqual([
      ['us'],
      ['us', 'asia'],
    ]);
    expect(sides(['eu'], ['asia'])).toEqual([['eu'], ['asia']]);
  });
});
