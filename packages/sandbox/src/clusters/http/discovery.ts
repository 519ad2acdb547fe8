import { Router } from 'express';
import { KindRegistry } from '../kinds/KindRegistry';
import { apiVersionOf, ResourceKind } from '../kinds/ResourceKind';
import { noSuchPath } from '../StatusError';
import { reviewKinds } from './reviews';

/** The Kubernetes version that the sandbox's clusters say they are. */
const version = {
  major: '1',
  minor: '33',
  gitVersion: 'v1.33.0+sandbox',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-04-23T13:07:33Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

interface GroupVersion {
  group: string;
  version: string;
}

function groupVersionsOf(kinds: KindRegistry): Map<string, GroupVersion> {
  const all = new Map<string, GroupVersion>();
  for (const { group, version: name } of [...kinds.all(), ...reviewKinds]) {
    all.set(apiVersionOf({ group, version: name }), { group, version: name });
  }
  return all;
}

function groupOf(group: string, all: Iterable<GroupVersion>) {
  const versions = [...all]
    .filter(each => each.group === group)
    .map(each => ({
      groupVersion: apiVersionOf(each),
      version: each.version,
    }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function resourcesOf(kind: ResourceKind) {
  const { plural, singular, namespaced, shortNames, categories } = kind;
  const subresource = (name: string, of: object) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...of,
    verbs: ['get', 'patch', 'update'],
  });
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind: kind.kind,
      verbs: allVerbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    },
    ...(kind.statusSubresource
      ? [subresource('status', { kind: kind.kind })]
      : []),
    ...(kind.scaleSubresource
      ? [
          subresource('scale', {
            group: 'autoscaling',
            version: 'v1',
            kind: 'Scale',
          }),
        ]
      : []),
  ];
}

function resourceList(kinds: KindRegistry, apiVersion: string) {
  const served = kinds.all().filter(each => apiVersionOf(each) === apiVersion);
  const reviews = reviewKinds.filter(each => apiVersionOf(each) === apiVersion);
  if (served.length === 0 && reviews.length === 0) throw noSuchPath();
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersion,
    resources: [
      ...served.flatMap(resourcesOf),
      ...reviews.map(({ plural, kind }) => ({
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced: false,
        kind,
        verbs: ['create'],
      })),
    ],
  };
}

/** Version, groups and resources: what clients ask before anything else. */
export function discoveryRoutes(options: {
  kinds: KindRegistry;
  url: () => string;
}): Router {
  const { kinds, url } = options;
  const router = Router();
  router.get('/version', (_, response) => {
    response.json(version);
  });
  router.get('/api', (_, response) => {
    response.json({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [
        { clientCIDR: '0.0.0.0/0', serverAddress: new URL(url()).host },
      ],
    });
  });
  router.get('/api/v1', (_, response) => {
    response.json(resourceList(kinds, 'v1'));
  });
  router.get('/apis', (_, response) => {
    const all = [...groupVersionsOf(kinds).values()];
    const groups = [...new Set(all.map(each => each.group))].filter(Boolean);
    response.json({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map(group => groupOf(group, all)),
    });
  });
  router.get('/apis/:group', (request, response) => {
    const { group } = request.params;
    const found = groupOf(group, groupVersionsOf(kinds).values());
    if (found.versions.length === 0) throw noSuchPath();
    response.json({ kind: 'APIGroup', apiVersion: 'v1', ...found });
  });
  router.get('/apis/:group/:version', (request, response) => {
    const { group, version: name } = request.params;
    response.json(resourceList(kinds, `${group}/${name}`));
  });
  return router;
}
