import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { generate } from 'selfsigned';
import { z } from 'zod';

const day = 24 * 60 * 60 * 1000;
const validDays = 3650;
const renewedDaysBefore = 30;

const certificatesSchema = z.object({
  ca: z.string(),
  key: z.string(),
  certificate: z.string(),
});

/** A certificate for this machine's loopback names, and the authority that signed it. All PEM. */
export type Certificates = z.infer<typeof certificatesSchema>;

/** Those of the folder as long as they are good, else new ones, which are kept there when there is a folder. */
export async function loadCertificates(options: {
  clusterName: string;
  dataDir?: string;
}): Promise<Certificates> {
  const { clusterName, dataDir } = options;
  const file = dataDir && path.join(dataDir, 'certificates.json');
  const kept = file ? readKept(file) : undefined;
  if (kept) return kept;
  const made = await make(clusterName);
  if (file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return made;
}

function readKept(file: string): Certificates | undefined {
  if (!fs.existsSync(file)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    // Torn by a crash: made anew.
    return undefined;
  }
  const kept = certificatesSchema.safeParse(content);
  if (!kept.success) return undefined;
  const until = Date.parse(new X509Certificate(kept.data.certificate).validTo);
  return until > Date.now() + renewedDaysBefore * day ? kept.data : undefined;
}

async function make(clusterName: string): Promise<Certificates> {
  const common = {
    keyType: 'ec',
    algorithm: 'sha256',
    // Clocks of containers can be a little behind.
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + validDays * day),
  } as const;
  const authority = await generate(
    [{ name: 'commonName', value: `Sandbox cluster ${clusterName} CA` }],
    {
      ...common,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        {
          name: 'keyUsage',
          keyCertSign: true,
          cRLSign: true,
          digitalSignature: true,
          critical: true,
        },
      ],
    },
  );
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return {
    ca: authority.cert,
    key: server.private,
    certificate: server.cert,
  };
}
