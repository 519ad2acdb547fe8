import { z } from 'zod';

const payloadSchema = z.object({
  action: z.literal('checks_requested'),
  repository: z.object({ html_url: z.string() }),
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string() }),
});

/** A merge queue of GitHub has built the commit that it means to merge, and waits for what is required of it. */
export interface MergeGroup {
  repoUrl: string;
  sha: string;
  /** The last pull request that the commit contains. */
  number: number;
}

/**
 * Reads GitHub's webhook `merge_group`. The number is in the name of the queue's branch:
 * `gh-readonly-queue/main/pr-7-<sha of the base>`. Undefined for everything else.
 */
export function mergeGroupOf(payload: unknown): MergeGroup | undefined {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { repository, merge_group: group } = parsed.data;
  const [, number] =
    /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]+$/.exec(
      group.head_ref,
    ) ?? [];
  return number
    ? {
        repoUrl: repository.html_url,
        sha: group.head_sha,
        number: Number(number),
      }
    : undefined;
}
