import { z } from 'zod';
import { TrackedPromotion } from '../TrackedPromotion';

const numbered = z.object({ number: z.number() });
const many = z.array(numbered).catch([]).optional();

/** The few fields of GitHub's webhooks that tell which pull request they are about. */
const payloadSchema = z.object({
  repository: z.object({ html_url: z.string() }),
  pull_request: numbered.optional(),
  check_run: z
    .object({ head_sha: z.string().optional(), pull_requests: many })
    .optional(),
  check_suite: z
    .object({ head_sha: z.string().optional(), pull_requests: many })
    .optional(),
  /** Of a commit status. */
  sha: z.string().optional(),
  /** Of a push. */
  ref: z.string().optional(),
});

/** What a webhook says has happened somewhere. Only a hint: what is true is read from the forge. */
export interface ForgeHint {
  repoUrl: string;
  numbers: number[];
  shas: string[];
  branch?: string;
}

/** Undefined for what is no webhook of a repository. */
export function githubHint(payload: unknown): ForgeHint | undefined {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { repository, pull_request, check_run, check_suite, sha, ref } =
    parsed.data;
  const checks = [check_run, check_suite];
  return {
    repoUrl: repository.html_url,
    numbers: [
      ...(pull_request ? [pull_request.number] : []),
      ...checks.flatMap(each =>
        (each?.pull_requests ?? []).map(({ number }) => number),
      ),
    ],
    shas: [sha, ...checks.map(each => each?.head_sha)].flatMap(each =>
      each ? [each] : [],
    ),
    ...(ref && { branch: ref.replace(/^refs\/heads\//, '') }),
  };
}

/** Whether a promotion has a pull request that the hint is about. */
export function isAbout(
  promotion: Pick<TrackedPromotion, 'plan' | 'pullRequest'>,
  options: {
    hint: ForgeHint;
    normalize: (repoUrl: string) => string | undefined;
  },
): boolean {
  const { plan, pullRequest } = promotion;
  const { hint, normalize } = options;
  if (!pullRequest) return false;
  if (normalize(plan.repoUrl) !== normalize(hint.repoUrl)) return false;
  return (
    hint.numbers.includes(pullRequest.number) ||
    hint.shas.includes(pullRequest.headSha) ||
    hint.branch === pullRequest.headBranch
  );
}
