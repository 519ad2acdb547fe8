import { expect, Page, test } from '@playwright/test';
import {
  approveAndMerge,
  gitopsFile,
  pullRequestAt,
  releaseToDev,
} from './portal/forge';
import {
  agree,
  environment,
  expectHealthy,
  expectSuccess,
  openDeployments,
  picture,
  promote,
  pullRequestOf,
  signIn,
} from './portal/pages';

// One story, told in order: what one chapter does is what the next begins with.
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
});
test.afterAll(async () => page.close());

const overlay = (name: string) =>
  `apps/orders/overlays/${name}/kustomization.yaml`;

test('a hotfix goes past staging, which is shown to lack it', async () => {
  await releaseToDev({ service: 'orders', from: '1.6.0', to: '1.6.1' });
  await openDeployments(page, 'orders');
  await expectHealthy(environment(page, 'Development'), '1.6.1');

  await page.getByRole('button', { name: 'Actions for Production US' }).click();
  await page.getByRole('menuitem', { name: /^Hotfix here/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^Development: 1\.6\.1/).click();
  await expect(dialog.getByText('Skips Staging.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Show the diff' }).click();
  await expect(dialog.getByText('newTag: 1.6.1')).toBeVisible();
  await picture(page, 'hotfix-dialog');
  await agree(page, 'Nobody over there can pay');
  const url = await pullRequestOf(page);
  await expect(page.getByText('Hotfix', { exact: true }).first()).toBeVisible();
  const reviewer = await page.context().newPage();
  await approveAndMerge(reviewer, url);
  await reviewer.close();
  await expectSuccess(page);
  expect(await gitopsFile(overlay('prod-us'))).toContain('newTag: 1.6.1');

  await openDeployments(page, 'orders');
  const staging = environment(page, 'Staging');
  await expect(staging.getByText('Lacks hotfix 1.6.1')).toBeVisible();
  await expect(staging.getByText(/Nobody over there can pay/)).toBeVisible();
  await picture(page, 'hotfix-lacked');
});

test('it is back-filled with a button, until something newer takes its place', async () => {
  await environment(page, 'Staging')
    .getByRole('button', { name: 'Back-fill 1.6.1' })
    .click();
  await expect(
    page.getByRole('dialog').getByText('newTag: 1.6.1'),
  ).toBeVisible();
  await agree(page, 'So that staging is not behind');
  const older = await pullRequestOf(page);
  await expect(
    page.getByText('Back-fill', { exact: true }).first(),
  ).toBeVisible();
  const backfill = page.url();

  await releaseToDev({ service: 'orders', from: '1.6.1', to: '1.7.0' });
  await openDeployments(page, 'orders');
  await expectHealthy(environment(page, 'Development'), '1.7.0');
  const newer = await promote(page, {
    from: 'Development',
    to: 'Staging',
    reason: 'Has the fix, and more',
    look: async dialog => {
      await expect(
        dialog.getByText('It takes the place of the promotion under way'),
      ).toBeVisible();
      await picture(page, 'supersede-dialog');
    },
  });
  const promotion = new URL(page.url()).pathname;
  await page
    .getByRole('link', { name: 'Took the place of an older promotion' })
    .click();
  await expect(page).toHaveURL(backfill);
  await expect(
    page.getByText('Superseded', { exact: true }).first(),
  ).toBeVisible();
  await picture(page, 'superseded');

  expect(newer).not.toBe(older);
  await expect
    .poll(async () => pullRequestAt(older))
    .toMatchObject({
      pullRequest: { state: 'closed', merged: false },
      comments: [
        {
          user: { login: 'fairlead-bot' },
          body: expect.stringContaining(promotion),
        },
      ],
    });
  expect((await pullRequestAt(newer)).pullRequest).toMatchObject({
    state: 'open',
  });
});
