import { stringify } from 'yaml';
import { RunningForge } from '../forge';
import { daysBefore } from './dates';
import { Files } from './manifests';
import { authorOf, organisation } from './people';
import { SeedRelease, SeedService } from './SeedService';

/** Writes the source repository of a service: a small app, its history, and a tag for each release. */
export async function seedSourceRepository(options: {
  forge: RunningForge;
  service: SeedService;
  now: Date;
}): Promise<void> {
  const { forge, service, now } = options;
  const repository = { owner: organisation, name: service.name };
  await forge.content.createRepository({
    ...repository,
    description: service.description,
  });
  for (const [index, release] of service.releases.entries()) {
    const count = release.commits.length;
    for (const [position, [login, message]] of release.commits.entries()) {
      const isFirst = index === 0 && position === 0;
      const isLast = position === count - 1;
      await forge.content.commitFiles({
        ...repository,
        branch: 'main',
        message,
        author: authorOf(login),
        // The commits of a release lie in the days before it.
        date: daysBefore(now, release.daysAgo + (count - 1 - position) * 0.7),
        files: {
          ...(isFirst ? initialFiles(service, release) : {}),
          ...(isLast ? releaseFiles(service, release) : {}),
          [`src/changes/${release.version}-${position + 1}.js`]: `// ${message}\nexport default ${JSON.stringify(message)};\n`,
        },
      });
    }
    await tag({ forge, service, version: release.version });
  }
}

async function tag(options: {
  forge: RunningForge;
  service: SeedService;
  version: string;
}) {
  const { domain, content } = options.forge;
  const ref = { owner: organisation, name: options.service.name };
  const repository = domain.repositories.byName(ref);
  const sha = await content.resolveRef({ ...ref, ref: 'main' });
  if (!sha) throw new Error(`${ref.name} has no commits to tag`);
  await domain.repositories.moveRef({
    repository,
    actor: domain.repositories.ownerOf(repository),
    ref: `refs/tags/v${options.version}`,
    to: sha,
  });
}

function releaseFiles(service: SeedService, release: SeedRelease): Files {
  return {
    'package.json': `${JSON.stringify(
      {
        name: service.name,
        version: release.version,
        private: true,
        description: service.description,
        type: 'module',
        scripts: { start: 'node src/server.js' },
      },
      null,
      2,
    )}\n`,
  };
}

function initialFiles(service: SeedService, release: SeedRelease): Files {
  const { name, title, description, team, system, tags, annotations } = service;
  return {
    ...releaseFiles(service, release),
    'README.md': `# ${title}\n\n${description}.\n`,
    'src/server.js': `import { createServer } from 'node:http';

createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ service: '${name}', path: request.url }));
}).listen(process.env.PORT ?? 8080);
`,
    Dockerfile: `FROM node:22-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "src/server.js"]
`,
    '.github/workflows/release.yaml': `name: release
on:
  push:
    branches: [main]
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo "builds the image of the version in package.json, and tags the commit"
`,
    'catalog-info.yaml': stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name,
        title,
        description,
        annotations: {
          'github.com/project-slug': `${organisation}/${name}`,
          ...annotations,
        },
        tags,
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: `group:default/${team}`,
        system,
      },
    }),
  };
}
