import { defineArgoCdCommand } from './command.mjs';
import { account, writeSettings } from './settings.mjs';

/** The API of Argo CD, without its pages. */
export const argoCdServer = defineArgoCdCommand({
  name: 'argocd-server',
  access: 'argocd',
  prepare: writeSettings,
  run: ({ ports }) => ({
    args: [
      '--namespace=argocd',
      '--insecure',
      '--address=127.0.0.1',
      `--port=${ports.argocd}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${ports.argocdMetrics}`,
      `--repo-server=127.0.0.1:${ports.argocdRepoServer}`,
      '--repo-server-plaintext',
      `--redis=127.0.0.1:${ports.redis}`,
    ],
    health: { url: `http://127.0.0.1:${ports.argocd}/healthz` },
  }),
  furnish: async ({ ports, kubectl }) => {
    const url = `http://127.0.0.1:${ports.argocd}`;
    const { data } = await kubectl.get({
      kind: 'secret',
      name: 'argocd-initial-admin-secret',
      namespace: 'argocd',
    });
    const session = await post(`${url}/api/v1/session`, {
      body: {
        username: 'admin',
        password: Buffer.from(data.password, 'base64').toString(),
      },
    });
    const { token } = await post(`${url}/api/v1/account/${account}/token`, {
      body: { name: account },
      token: session.token,
    });
    return { url, user: account, token };
  },
});

async function post(url, { body, token }) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  throw new Error(
    `Argo CD refused ${new URL(url).pathname}: ${await response.text()}`,
  );
}
