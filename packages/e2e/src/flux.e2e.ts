import { expect, Page, test } from '@playwright/test';
import { changeFile, releaseToDev } from './portal/forge';
import {
  askTarget,
  environment,
  expectHealthy,
  openDeployments,
  picture,
  signIn,
} from './portal/pages';

let page: Page;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(async () => {
  await page.close();
});

test('Flux leaves alone what a person has suspended, and deploys what was merged when it is resumed', async () => {
  await openDeployments(page, 'media');
  const staging = environment(page, 'Staging');
  await expectHealthy(staging, '4.3.1');

  await askTarget(page, { name: 'media-staging', action: 'Suspend' });
  await expect(staging.getByText('Flux suspended')).toBeVisible();
  await picture(page, 'flux-suspended');

  await changeFile({
    repository: 'acme/gitops',
    path: 'apps/media/overlays/staging/kustomization.yaml',
    message: 'media 4.4.0 to staging',
    change: text => text.replace('newTag: 4.3.1', 'newTag: 4.4.0'),
  });
  // Flux has seen the commit when it has deployed the one after it.
  await releaseToDev({ service: 'media', from: '4.3.1', to: '4.4.0' });
  await expectHealthy(environment(page, 'Development'), '4.4.0');
  await expect(
    staging.getByText('4.3.1', { exact: true }).first(),
  ).toBeVisible();

  await askTarget(page, { name: 'media-staging', action: 'Resume' });
  await expectHealthy(staging, '4.4.0');
  await expect(staging.getByText('Flux suspended')).toBeHidden();
  await picture(page, 'flux-resumed');
});
