/**
 * Prints the session of somebody of the catalog: what the portal's guest provider would answer if the guest were they.
 * It is a second auth backend on the database of the portal that runs, so that portal knows its tokens.
 */
import { createBackend } from '@backstage/backend-defaults';

const [, , port] = process.argv;

async function main() {
  const backend = createBackend();
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  await backend.start();
  const answer = await fetch(
    `http://127.0.0.1:${port}/api/auth/guest/refresh`,
    { headers: { 'x-requested-with': 'XMLHttpRequest' } },
  );
  const session = await answer.text();
  if (!answer.ok) throw new Error(session);
  process.stdout.write(`\nsession: ${session}\n`, () => process.exit(0));
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`, () => process.exit(1));
});
