import { expect, Page, test } from '@playwright/test';
import { steerMetrics } from './portal/control';
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
  rolloutOf,
  signIn,
} from './portal/pages';

const staging = 'apps/cart/overlays/staging/kustomization.yaml';
const newest = 'ghcr.io/acme/cart:2.2.0';

// The second begins with the version that the first brought in.
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(async () => {
  await steerMetrics(newest, 'good');
  await page.close();
});

test('a canary waits for a person, who lets it go on to the end', async () => {
  await openDeployments(page, 'cart');
  const panel = environment(page, 'Staging');
  const rollout = rolloutOf(panel, 'cart');
  await expect(rollout.getByText('Waiting for a person')).toBeVisible({
    timeout: 90_000,
  });
  await expect(rollout.getByText(/Step 4 of 6/)).toBeVisible();
  await expect(rollout.getByText('2.0.3', { exact: true })).toBeVisible();
  await expect(rollout.getByText('2.1.0', { exact: true })).toBeVisible();
  await picture(page, 'canary-waiting');

  await rollout.getByRole('button', { name: 'Promote one step' }).click();
  const dialog = page.getByRole('dialog');
  await picture(page, 'canary-dialog');
  await dialog.getByRole('button', { name: 'Promote one step' }).click();
  await expect(dialog).toBeHidden();
  await expect(rollout.getByText('Stable', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  await expectHealthy(panel, '2.1.0');
  await picture(page, 'canary-promoted');
});

test('a canary that fails its analysis has failed its promotion, and is rolled back by pull request', async () => {
  await steerMetrics(newest, 'bad');
  await openDeployments(page, 'cart');
  await releaseToDev({ service: 'cart', from: '2.1.0', to: '2.2.0' });
  await expectHealthy(environment(page, 'Development'), '2.2.0');
  const good = await gitopsFile(staging);
  const opened = await promote(page, {
    from: 'Development',
    to: 'Staging',
    reason: 'Gift wrapping, at last',
  });
  const reviewer = await page.context().newPage();
  await approveAndMerge(reviewer, opened);

  await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible({
    timeout: 180_000,
  });
  await picture(page, 'canary-promotion-failed');
  const failed = page.url();
  await openDeployments(page, 'cart');
  const panel = environment(page, 'Staging');
  const rollout = rolloutOf(panel, 'cart');
  await expect(rollout.getByText('Aborted', { exact: true })).toBeVisible();
  await expect(
    rollout.getByText(/success-rate.* assessed Failed/).first(),
  ).toBeVisible();
  await picture(page, 'canary-aborted');

  await page.goto(failed);
  await page.getByRole('button', { name: 'Roll back' }).click();
  await agree(page, 'Carts were lost');
  await page.waitForURL(url => url.href !== failed);
  await approveAndMerge(reviewer, await pullRequestOf(page));
  await reviewer.close();
  expect(await gitopsFile(staging)).toBe(good);
  await expectSuccess(page);

  await openDeployments(page, 'cart');
  await expect(rollout.getByText('Stable', { exact: true })).toBeVisible();
  await expectHealthy(panel, '2.1.0');
  await picture(page, 'canary-rolled-back');
});
