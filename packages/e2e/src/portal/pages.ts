import { join } from 'node:path';
import { expect, Locator, Page } from '@playwright/test';

const screenshots = join(
  process.env.FAIRLEAD_RESULTS ?? 'test-results',
  'screenshots',
);

/** Keeps a picture of what is on the screen. */
export async function picture(page: Page, name: string) {
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

/** Signs in as guest. */
export async function signIn(page: Page) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('link', { name: 'GitOps' })).toBeVisible();
}

/** Opens the Deployments tab of a service. */
export async function openDeployments(page: Page, service: string) {
  await page.goto(`/catalog/default/component/${service}/deployments`);
  await expect(
    page.getByRole('list', { name: 'Environments in their order' }),
  ).toBeVisible();
}

/** The panel of an environment, by its title. */
export function environment(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Waits until an environment runs a version and is well. */
export async function expectHealthy(panel: Locator, version: string) {
  const timeout = 120_000;
  await expect(panel.getByText(version, { exact: true }).first()).toBeVisible({
    timeout,
  });
  await expect(panel.getByText('Healthy', { exact: true })).toBeVisible({
    timeout,
  });
  await expect(panel.getByText('Synced', { exact: true })).toBeVisible({
    timeout,
  });
}

/** Promotes with the dialog, and returns the address of the pull request. The page is the promotion's then. */
export async function promote(
  page: Page,
  options: {
    to: string;
    from: string;
    reason: string;
    look?: (dialog: Locator) => Promise<void>;
  },
): Promise<string> {
  const { to, from, reason, look } = options;
  await environment(page, to)
    .getByRole('button', { name: `Promote from ${from}` })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Exact diff')).toBeVisible();
  await look?.(dialog);
  await agree(page, reason);
  return pullRequestOf(page);
}

/** Says why, and asks for what a dialog shows. The page is the promotion's then. */
export async function agree(page: Page, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /Reason/ }).fill(reason);
  await dialog
    .getByRole('button', {
      // What was deployed a moment ago has to be proven first; nobody has to wait for that.
      name: /^(Open (rollback )?pull request|Promote when gates pass)$/,
    })
    .click();
  await page.waitForURL(/\/gitops\/promotions\/./);
}

/** Waits until the promotion on the page has a pull request, and returns its address. */
export async function pullRequestOf(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: /^Pull request \d+/ });
  await expect(link).toBeVisible({ timeout: 90_000 });
  return (await link.getAttribute('href')) ?? '';
}

/** Waits until the promotion on the page has succeeded. */
export async function expectSuccess(page: Page) {
  await expect(
    page.getByText(/^Every target runs the promoted version/).first(),
  ).toBeVisible({ timeout: 150_000 });
}

/** A part of a promotion's page, by its heading. */
export function section(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Asserts that a button is there, can't be used, and says why. */
export async function expectRefused(button: Locator, why: RegExp) {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(why);
}

/** Writes why into the dialog that is open, and confirms it. */
export async function confirm(page: Page, word: string, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: word, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** What is shown of a rollout in an environment. */
export function rolloutOf(panel: Locator, name: string): Locator {
  return panel.getByRole('region', { name: `Rollout ${name}`, exact: true });
}

/** Asks the engine of a target for something, by its menu. */
export async function askTarget(
  page: Page,
  { name, action }: { name: string; action: 'Suspend' | 'Resume' },
) {
  await page
    .getByRole('button', { name: `Actions for ${name}`, exact: true })
    .click();
  await page.getByRole('menuitem', { name: new RegExp(`^${action}`) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog
    .getByRole('button', { name: 'Close', exact: true })
    .last()
    .click();
  await expect(dialog).toBeHidden();
}
