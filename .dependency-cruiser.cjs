const anyOf = names => `(${names.join('|')})`;

/** The packages that may be imported, from the inside out: `common ← node ← {backend, modules}`, `common ← gitops`. */
const allowed = {
  'gitops-common': [],
  'gitops-node': ['gitops-common'],
  'gitops-backend': ['gitops-common', 'gitops-node'],
  'gitops-backend-module-argocd': ['gitops-common', 'gitops-node'],
  'gitops-backend-module-flux': ['gitops-common', 'gitops-node'],
  'scaffolder-backend-module-gitops': ['gitops-common', 'gitops-node'],
  gitops: ['gitops-common'],
};

const arrows = Object.entries(allowed).map(([plugin, targets]) => ({
  name: `arrows-of-${plugin}`,
  severity: 'error',
  comment: 'Arrows run one way; see docs/architecture.md.',
  from: {
    path: `^plugins/${plugin}/src`,
    pathNot: '\\.test\\.tsx?$|/testUtils/|/__testUtils__/',
  },
  to: {
    path: '^(plugins|packages)/',
    pathNot: `^plugins/${anyOf([plugin, ...targets])}/`,
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle means that two files are one thing.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-material-ui-in-plugins',
      severity: 'error',
      comment: 'One UI kit: @backstage/ui.',
      from: { path: '^plugins/' },
      to: { path: 'node_modules/(@material-ui|@mui|react-router|moment)' },
    },
    {
      name: 'sdk-only-where-owned-octokit',
      severity: 'error',
      comment: 'Only the folder that owns a system imports its SDK.',
      from: {
        path: '^plugins/',
        pathNot:
          '^plugins/gitops-backend/src/forges/github/|\\.test\\.ts$|/__testUtils__/',
      },
      to: { path: 'node_modules/@octokit' },
    },
    {
      name: 'sdk-only-where-owned-kubernetes',
      severity: 'error',
      comment: 'Only the folder that owns a system imports its SDK.',
      from: {
        path: '^plugins/',
        pathNot:
          '^plugins/gitops-backend/src/clusters/|\\.test\\.ts$|/__testUtils__/',
      },
      to: { path: 'node_modules/@kubernetes' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|dist-types|__fixtures__)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
