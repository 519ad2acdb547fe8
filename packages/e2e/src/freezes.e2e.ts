import { expect, Page, test } from '@playwright/test';
import {
  agree,
  confirm,
  environment,
  openDeployments,
  picture,
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

test('the line is stopped for an environment: promotions wait, say why, and go on when it runs again', async () => {
  await page.goto('/gitops/freezes');
  await page.getByRole('button', { name: 'Stop the line…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Environment/ }).click();
  await page.getByRole('option', { name: 'Production EU' }).click();
  await expect(dialog.getByText('Freezes Production EU')).toBeVisible();
  await picture(page, 'stop-the-line');
  await confirm(page, 'Stop the line', 'The power is being worked on');
  const inForce = page.getByRole('row', { name: /Production EU/ });
  await expect(inForce.getByText('The power is being worked on')).toBeVisible();

  await openDeployments(page, 'orders');
  const production = environment(page, 'Production EU');
  await expect(production.getByText('Frozen: Production EU')).toBeVisible();
  await expect(
    environment(page, 'Production US').getByText(/Frozen/),
  ).toBeHidden();
  await production
    .getByRole('button', { name: 'Promote from Staging' })
    .click();
  await expect(dialog.getByText(/You need not wait here/)).toBeVisible();
  await agree(page, 'Gift notes before the holidays');
  const promotion = page.url();
  await expect(
    section(page, 'Gates').getByText(
      /guest has frozen the environment prod-eu.*The power is being worked on/,
    ),
  ).toBeVisible();
  await expect(
    page.getByText('Planned', { exact: true }).first(),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /^Pull request/ })).toBeHidden();
  await picture(page, 'frozen');

  await page.goto('/gitops/freezes');
  await inForce.getByRole('button', { name: 'Lift the freeze' }).click();
  await confirm(page, 'Lift the freeze', 'The lights are on again');
  await page.goto(promotion);
  await pullRequestOf(page);
  await picture(page, 'thawed');
  await page.getByRole('button', { name: 'Cancel promotion' }).click();
  await confirm(page, 'Cancel promotion', 'Only to see that it waits');
});
