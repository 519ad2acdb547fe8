import { expect, Page, test } from '@playwright/test';
import { approveAndMerge, gitopsFile } from './portal/forge';
import {
  environment,
  expectHealthy,
  expectSuccess,
  openDeployments,
  picture,
  promote,
  pullRequestOf,
  section,
  signIn,
} from './portal/pages';

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
});
test.afterAll(async () => page.close());

test('mistakes in the pipeline file of a service are on its page, with line and column', async () => {
  await openDeployments(page, 'notifications');
  await expect(page.getByText('2 mistakes in the pipeline file')).toBeVisible({
    timeout: 60_000,
  });
  const place = page.getByRole('link', {
    name: /^apps\/notifications\/fairlead\.yaml, line 3, column 10/,
  });
  await expect(place).toHaveAttribute('href', /#L3$/);
  await expect(
    page.getByText(/must be one of people, automatic, forge/),
  ).toBeVisible();
  await picture(page, 'pipeline-mistakes');
});

test('what is verified in development goes to staging by itself, where the pipeline says so', async () => {
  await openDeployments(page, 'catalogue');
  const staging = environment(page, 'Staging');
  await expectHealthy(staging, '3.3.0');
  await staging.getByRole('button', { name: 'Actions for Staging' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const newest = page
    .getByRole('dialog')
    .getByRole('row')
    .filter({ hasText: '3.3.0' });
  await newest.getByRole('link', { name: 'Promotion' }).click();
  await expectSuccess(page);
  await expect(
    page.getByText('Automatic', { exact: true }).first(),
  ).toBeVisible();
  await expect(page.getByText(/Begun by Fairlead/)).toBeVisible();
  await picture(page, 'automatic');
});

test('an environment with several targets is promoted in waves, one pull request each', async () => {
  const overlay = (cell: number) =>
    `apps/search/overlays/prod-us-${cell}/kustomization.yaml`;
  await openDeployments(page, 'search');
  const first = await promote(page, {
    from: 'Staging',
    to: 'Production US',
    reason: 'Sold out comes last',
    look: async dialog => {
      await expect(
        dialog.getByText('2 pull requests, one after the other: 1, 1 targets'),
      ).toBeVisible();
      await picture(page, 'waves-dialog');
    },
  });
  const waves = section(page, 'Waves');
  await expect(waves.getByRole('listitem')).toHaveCount(2);
  const reviewer = await page.context().newPage();
  await approveAndMerge(reviewer, first);
  await expectSuccess(page);
  expect(await gitopsFile(overlay(1))).toContain('newTag: 1.3.0');
  expect(await gitopsFile(overlay(2))).toContain('newTag: 1.2.0');

  await waves.getByRole('link', { name: /^Wave 2/ }).click();
  await expect(page.getByText('Wave 2 of 2', { exact: true })).toBeVisible();
  const second = await pullRequestOf(page);
  await picture(page, 'second-wave');
  await approveAndMerge(reviewer, second);
  await reviewer.close();
  await expectSuccess(page);
  expect(await gitopsFile(overlay(2))).toContain('newTag: 1.3.0');
});
