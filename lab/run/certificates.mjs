import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const newKey = [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-256',
  '-nodes',
];

/**
 * Makes a certificate authority for this lab, with certificates of the servers and of an
 * administrator, by openssl. They live as long as the lab's data folder.
 */
export async function makeCertificates(dir) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ca = filesOf(dir, 'ca');
  await exec('openssl', [
    ...['req', '-x509', ...newKey, '-days', '30'],
    ...['-subj', '/CN=fairlead-lab', '-keyout', ca.key, '-out', ca.cert],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature'],
  ]);
  const signed = (name, subject, extensions) =>
    sign({ dir, ca, name, subject, extensions });
  return {
    ca,
    server: await signed('server', '/CN=kubernetes', [
      'subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1',
      'extendedKeyUsage=serverAuth',
    ]),
    admin: await signed('admin', '/O=system:masters/CN=lab-admin', [
      'extendedKeyUsage=clientAuth',
    ]),
    serviceAccount: await signed('service-account', '/CN=service-accounts', []),
  };
}

async function sign({ dir, ca, name, subject, extensions }) {
  const files = filesOf(dir, name);
  const request = join(dir, `${name}.csr`);
  const extensionFile = join(dir, `${name}.ext`);
  writeFileSync(extensionFile, `${extensions.join('\n')}\n`);
  await exec('openssl', [
    ...['req', '-new', ...newKey, '-subj', subject],
    ...['-keyout', files.key, '-out', request],
  ]);
  await exec('openssl', [
    ...['x509', '-req', '-in', request, '-CA', ca.cert, '-CAkey', ca.key],
    ...['-CAcreateserial', '-days', '30', '-out', files.cert],
    ...['-extfile', extensionFile],
  ]);
  return files;
}

function filesOf(dir, name) {
  return { cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) };
}
