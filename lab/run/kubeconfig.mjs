import { readFileSync, writeFileSync } from 'node:fs';

/** Writes the kubeconfig of the lab's administrator; JSON is what every client reads as YAML. */
export function writeKubeconfig({ file, port, certificates }) {
  const inBase64 = path => readFileSync(path).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': inBase64(certificates.ca.cert),
        },
      },
    ],
    users: [
      {
        name: 'lab-admin',
        user: {
          'client-certificate-data': inBase64(certificates.admin.cert),
          'client-key-data': inBase64(certificates.admin.key),
        },
      },
    ],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab-admin' } }],
    'current-context': 'lab',
  };
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
