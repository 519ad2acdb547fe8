import { expect, Page } from '@playwright/test';
import { forgeToken, forgeUrl } from './environment';

interface Content {
  sha: string;
  text: string;
}

async function api(
  path: string,
  init: { method?: string; body?: object } = {},
): Promise<unknown> {
  const response = await fetch(`${forgeUrl}/api/v3${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `token ${forgeToken}` },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

async function read(repository: string, path: string): Promise<Content> {
  const answer = await api(`/repos/${repository}/contents/${path}`);
  if (
    typeof answer !== 'object' ||
    !answer ||
    !('sha' in answer) ||
    !('content' in answer)
  ) {
    throw new Error(`${repository}/${path} is no file`);
  }
  return {
    sha: String(answer.sha),
    text: Buffer.from(String(answer.content), 'base64').toString('utf8'),
  };
}

/** Changes a file on `main`, as a push does. */
export async function changeFile(options: {
  repository: string;
  path: string;
  message: string;
  change: (text: string) => string;
}) {
  const { repository, path, message, change } = options;
  const { sha, text } = await read(repository, path);
  await api(`/repos/${repository}/contents/${path}`, {
    method: 'PUT',
    body: {
      message,
      sha,
      content: Buffer.from(change(text)).toString('base64'),
    },
  });
}

/** Releases a version of a service: its workflow tags it, which makes the image. Then brings it to dev. */
export async function releaseToDev(options: {
  service: string;
  from: string;
  to: string;
}) {
  const { service, from, to } = options;
  await changeFile({
    repository: `acme/${service}`,
    path: 'package.json',
    message: `feat: what is new in ${to}`,
    change: text => text.replace(`"version": "${from}"`, `"version": "${to}"`),
  });
  await expect
    .poll(async () =>
      api(`/repos/acme/${service}/git/ref/tags/v${to}`).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await changeFile({
    repository: 'acme/gitops',
    path: `apps/${service}/overlays/dev/kustomization.yaml`,
    message: `${service} ${to} to dev`,
    change: text => text.replace(`newTag: ${from}`, `newTag: ${to}`),
  });
}

/** What a file of the GitOps repository says on `main`. */
export async function gitopsFile(path: string): Promise<string> {
  return (await read('acme/gitops', path)).text;
}

/** A pull request as the forge's API shows it, by the address of its page, and the comments on it. */
export async function pullRequestAt(
  url: string,
): Promise<{ pullRequest: unknown; comments: unknown }> {
  const number = url.split('/').at(-1);
  const [pullRequest, comments] = await Promise.all([
    api(`/repos/acme/gitops/pulls/${number}`),
    api(`/repos/acme/gitops/issues/${number}/comments`),
  ]);
  return { pullRequest, comments };
}

/** Merges a pull request on its page at the forge, as a reviewer does. */
export async function approveAndMerge(page: Page, url: string) {
  await page.goto(url);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText(/approved/i).first()).toBeVisible();
  await page.getByRole('button', { name: 'Merge pull request' }).click();
  await expect(page.getByText('Merged', { exact: true }).first()).toBeVisible();
}
