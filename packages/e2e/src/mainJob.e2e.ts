import { expect, Page, test } from '@playwright/test';
import { breakImage, mendFaults, takeDown } from './portal/control';
import { approveAndMerge, gitopsFile, releaseToDev } from './portal/forge';
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

const overlay = (name: string) =>
  `apps/greeter/overlays/${name}/kustomization.yaml`;

// One story, told in order: what one chapter does is what the next begins with.
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(async () => {
  await mendFaults();
  await page.close();
});

test('a developer creates a service, and it runs when its pull request is merged', async () => {
  await page.goto('/create/templates/default/new-service');
  await page.getByRole('textbox', { name: 'Name' }).fill('greeter');
  await page.getByRole('textbox', { name: 'Owner' }).fill('Checkout');
  await page.getByRole('option', { name: /Checkout/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page
    .getByRole('textbox', { name: 'Repository', exact: true })
    .fill('greeter');
  await page.keyboard.press('Tab');
  await picture(page, 'create-form');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();

  const merge = page.getByRole('link', { name: /^Pull request to merge/ });
  await expect(merge).toBeVisible({ timeout: 90_000 });
  await picture(page, 'created');
  const pullRequest = await merge.getAttribute('href');
  await approveAndMerge(page, pullRequest ?? '');
  expect(await gitopsFile(overlay('dev'))).toContain('newTag: 0.1.0');

  await openDeployments(page, 'greeter');
  await expectHealthy(environment(page, 'Development'), '0.1.0');
  await expectHealthy(environment(page, 'Staging'), '0.1.0');
  await picture(page, 'created-deployments');
});

test('a new version is promoted to staging, with its diff checked, and followed until it has succeeded', async () => {
  await releaseToDev({ service: 'greeter', from: '0.1.0', to: '0.2.0' });
  await expectHealthy(environment(page, 'Development'), '0.2.0');
  await expect(
    environment(page, 'Staging').getByText('0.1.0 → 0.2.0'),
  ).toBeVisible();

  const before = await gitopsFile(overlay('staging'));
  const url = await promote(page, {
    from: 'Development',
    to: 'Staging',
    reason: 'Greets in Portuguese, too',
    look: async dialog => {
      await expect(dialog.getByText(overlay('staging')).first()).toBeVisible();
      await expect(dialog.getByText('newTag: 0.1.0')).toBeVisible();
      await expect(dialog.getByText('newTag: 0.2.0')).toBeVisible();
      await picture(page, 'promote-dialog');
    },
  });
  const promotion = page.url();
  await picture(page, 'promotion-open');

  const reviewer = await page.context().newPage();
  await reviewer.goto(url);
  await expect(
    reviewer.getByText('Greets in Portuguese, too').first(),
  ).toBeVisible();
  await picture(reviewer, 'pull-request');
  await approveAndMerge(reviewer, url);
  await reviewer.close();
  expect(await gitopsFile(overlay('staging'))).toBe(
    before.replace('newTag: 0.1.0', 'newTag: 0.2.0'),
  );

  expect(page.url()).toBe(promotion);
  await expectSuccess(page);
  await picture(page, 'promotion-succeeded');
  await openDeployments(page, 'greeter');
  await expectHealthy(environment(page, 'Staging'), '0.2.0');
});

test('a promotion whose release goes bad has failed, and says why', async () => {
  await releaseToDev({ service: 'greeter', from: '0.2.0', to: '0.3.0' });
  await expectHealthy(environment(page, 'Development'), '0.3.0');
  await breakImage('ghcr.io/acme/greeter:0.3.0');

  const url = await promote(page, {
    from: 'Development',
    to: 'Staging',
    reason: 'Looked fine in development',
  });
  const reviewer = await page.context().newPage();
  await approveAndMerge(reviewer, url);
  await reviewer.close();

  await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible({
    timeout: 180_000,
  });
  await expect(
    page.getByText(/Degraded|progress deadline/).first(),
  ).toBeVisible();
  await picture(page, 'promotion-failed');
});

test('a release that went bad is rolled back with one click, and does not come back by itself', async () => {
  const good = (await gitopsFile(overlay('staging'))).replace('0.3.0', '0.2.0');
  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('newTag: 0.3.0')).toBeVisible();
  await expect(dialog.getByText('newTag: 0.2.0')).toBeVisible();
  await picture(page, 'rollback-dialog');
  const failed = page.url();
  await agree(page, 'Greets nobody');
  await page.waitForURL(url => url.href !== failed);
  const url = await pullRequestOf(page);
  await expect(
    page.getByRole('link', { name: 'Rolls back a promotion that went wrong' }),
  ).toBeVisible();

  const reviewer = await page.context().newPage();
  await approveAndMerge(reviewer, url);
  await reviewer.close();
  expect(await gitopsFile(overlay('staging'))).toBe(good);
  await expectSuccess(page);
  await picture(page, 'rollback-succeeded');

  await openDeployments(page, 'greeter');
  const staging = environment(page, 'Staging');
  await expectHealthy(staging, '0.2.0');
  const inForce = staging.getByRole('list', { name: 'In force here' });
  await expect(inForce.getByText('Vetoed: 0.3.0')).toBeVisible();
  await expect(inForce.getByText('Held', { exact: true })).toBeVisible();
  await picture(page, 'rolled-back');

  await staging
    .getByRole('button', { name: 'Promote from Development' })
    .click();
  await expect(dialog.getByText(/vetoed 0\.3\.0 for/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('a cluster that dies while the page is open leaves its targets there', async () => {
  await openDeployments(page, 'orders');
  const production = environment(page, 'Production EU');
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible();

  await takeDown('prod-eu');
  await expect(production.getByText(/Unreachable/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(production.getByText(/Whose fault/)).toBeVisible();
  await expect(production.getByText('1.4.2', { exact: true })).toBeVisible();
  await expect(
    environment(page, 'Production US').getByText(/Unreachable/),
  ).toBeHidden();
  await picture(page, 'cluster-down');

  await mendFaults();
  await expect(production.getByText(/Unreachable/)).toBeHidden({
    timeout: 90_000,
  });
});

test('the fleet shows every service, and who is behind', async () => {
  await page.getByRole('link', { name: 'GitOps' }).click();
  for (const service of [
    'Orders',
    'Catalogue',
    'Payments',
    'Notifications',
    'Storefront',
    'Search',
    'Cart',
    'Recommendations',
    'Media',
    'Reports',
  ]) {
    await expect(
      page.getByText(service, { exact: true }).first(),
    ).toBeVisible();
  }
  await picture(page, 'fleet');
});
