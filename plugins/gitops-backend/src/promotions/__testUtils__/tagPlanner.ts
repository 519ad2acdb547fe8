import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { createHash } from 'crypto';
import { createTwoFilesPatch } from 'diff';
import { PlanInput, PromotionPlanner } from '../plan/PromotionPlanner';

/** Plans the one thing that these tests promote: `newTag` in the kustomization of each target's path. */
export class TagPlanner implements PromotionPlanner {
  constructor(
    private readonly forge: Forge,
    private readonly repoUrl: string,
  ) {}

  async plan(input: PlanInput) {
    const { repoUrl } = this;
    const [wanted] = input.from.targets[0].status.version.images;
    const paths = input.to.targets.map(
      ({ status }) => `${status.sources[0].path}/kustomization.yaml`,
    );
    const tree = await this.forge.readTree({
      repoUrl,
      ref: 'main',
      files: paths,
      directories: [],
    });
    const contents = new Map<string, string>();
    const edits = tree.files.flatMap(({ path, content }) => {
      const [, from] = /newTag: "(.*)"/.exec(content) ?? [];
      const to = wanted.tag ?? '';
      if (!from || from === to) return [];
      contents.set(path, content.replace(`"${from}"`, `"${to}"`));
      return [
        {
          file: path,
          line: 3,
          pointer: 'images[0].newTag',
          what: 'image-tag' as const,
          subject: wanted.name,
          from,
          to,
        },
      ];
    });
    const files = tree.files.flatMap(({ path, blobSha, content }) => {
      const after = contents.get(path);
      return after === undefined
        ? []
        : [
            {
              path,
              blobSha,
              diff: createTwoFilesPatch(path, path, content, after),
            },
          ];
    });
    const blocked = tree.files.find(({ content }) => content.includes('{{'));
    return {
      plan: {
        entityRef: input.entityRef,
        from: input.from.environment.name,
        to: input.to.environment.name,
        repoUrl,
        baseBranch: 'main',
        baseSha: tree.commitSha,
        targets: input.to.targets.map(({ id }) => id),
        fromVersion: input.to.targets[0].status.version,
        toVersion: { images: [wanted] },
        edits,
        files,
        blockers: blocked
          ? [
              {
                code: 'template',
                message: 'is a template',
                file: blocked.path,
                line: 3,
              },
            ]
          : [],
        fingerprint: createHash('sha1')
          .update(JSON.stringify([files, edits]))
          .digest('hex'),
      },
      contents,
    };
  }
}
