import { expect, Page, test } from '@playwright/test';
import { signInAs } from './people/signInAs';
import { gitopsFile, pullRequestAt } from './portal/forge';
import {
  confirm,
  environment,
  expectHealthy,
  expectRefused,
  expectSuccess,
  openDeployments,
  picture,
  promote,
  section,
  signIn,
} from './portal/pages';

test.describe.configure({ mode: 'serial' });

let guest: Page;
test.beforeAll(async ({ browser }) => {
  guest = await (await browser.newContext()).newPage();
  await signIn(guest);
});
test.afterAll(async () => guest.close());

test('a promotion to production is approved by an owner who did not ask for it, and merged from the portal', async ({
  browser,
}) => {
  await openDeployments(guest, 'payments');
  await expect(
    environment(guest, 'Production EU').getByText('2.9.1 → 2.9.2'),
  ).toBeVisible();
  const signingIn = signInAs(browser, 'dmitri');
  // It is waited for further down, where it fails the test.
  signingIn.catch(() => {});
  const url = await promote(guest, {
    from: 'Staging',
    to: 'Production EU',
    reason: 'Transfers of nothing cost us money',
    look: async dialog => {
      await expect(
        dialog.getByText(/1 of 1 approvals is missing/),
      ).toBeVisible();
      await picture(guest, 'approval-dialog');
    },
  });
  const { pullRequest } = await pullRequestAt(url);
  expect(pullRequest).toMatchObject({
    title: 'Payments 2.9.2 to prod-eu',
    labels: expect.arrayContaining([
      expect.objectContaining({ name: 'payments' }),
      expect.objectContaining({ name: 'production' }),
    ]),
    requested_reviewers: [
      expect.objectContaining({ login: 'chiara' }),
      expect.objectContaining({ login: 'dmitri' }),
    ],
  });

  await expectRefused(
    guest.getByRole('button', { name: 'Approve' }),
    /takes somebody else/,
  );
  const merge = guest.getByRole('button', { name: 'Merge', exact: true });
  await expectRefused(merge, /approvals is missing/);
  await picture(guest, 'approval-missing');

  const owner = await signingIn;
  await owner.goto(guest.url());
  await owner.getByRole('button', { name: 'Approve' }).click();
  await confirm(owner, 'Approve', 'Looks right to me');
  await owner.context().close();

  const approvals = section(guest, 'Approvals');
  await expect(approvals.getByText('Looks right to me')).toBeVisible();
  await expect(approvals.getByText('Approved by dmitri.')).toBeVisible();
  await expect(merge).not.toHaveAttribute('aria-disabled', 'true');
  await picture(guest, 'approval-given');
  await merge.click();
  const dialog = guest.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog).toBeHidden();

  await expectSuccess(guest);
  expect(await gitopsFile('apps/payments/values-prod-eu.yaml')).toContain(
    'tag: "2.9.2"',
  );
  await openDeployments(guest, 'payments');
  await expectHealthy(environment(guest, 'Production EU'), '2.9.2');
});

test('who lets a promotion pass a gate says why, and that stays', async () => {
  await openDeployments(guest, 'payments');
  const url = await promote(guest, {
    from: 'Staging',
    to: 'Production US',
    reason: 'The same over there',
  });
  await guest.getByRole('button', { name: 'Override Approvals' }).click();
  await confirm(guest, 'Override gate', 'Everybody who may approve is asleep');
  const gates = section(guest, 'Gates');
  await expect(gates.getByText('Overridden', { exact: true })).toBeVisible();
  await expect(
    gates.getByText(/guest let it pass.*Everybody who may approve is asleep/),
  ).toBeVisible();
  await expect(
    guest.getByRole('button', { name: 'Merge', exact: true }),
  ).not.toHaveAttribute('aria-disabled', 'true');

  await guest.getByRole('button', { name: 'Cancel promotion' }).click();
  await confirm(guest, 'Cancel promotion', 'It can wait for the morning');
  await expect(
    guest.getByText('Cancelled', { exact: true }).first(),
  ).toBeVisible();
  await expect(gates.getByText('Overridden', { exact: true })).toBeVisible();
  await picture(guest, 'gate-overridden');
  await expect
    .poll(async () => (await pullRequestAt(url)).pullRequest)
    .toMatchObject({ state: 'closed', merged: false });
});
