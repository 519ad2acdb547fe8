import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './startSandbox';

const usage = `fairlead-sandbox --data-dir DIR [--port 7010] [--portal-url http://localhost:7007] [--template FILE]...

  The forge listens on the port, the clusters on the three after it, the control API on the fourth.
  The portal's config that it writes offers the templates in the files.`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string', default: '7010' },
      'portal-url': { type: 'string', default: 'http://localhost:7007' },
      template: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.help || !values['data-dir'] || !Number.isInteger(port)) {
    return undefined;
  }
  return {
    dataDir: resolve(values['data-dir']),
    port,
    portalUrl: values['portal-url'],
    templateFiles: values.template.map(file => resolve(file)),
  };
}

async function main() {
  const options = readOptions();
  if (!options) {
    process.stdout.write(`${usage}\n`);
    process.exitCode = 2;
    return;
  }
  const sandbox = await startSandbox({
    ...options,
    seed: true,
    say: message => process.stdout.write(`${message}\n`),
  });
  const rows = [
    ['forge', sandbox.forge.url],
    ...sandbox.clusters.map(({ name, url }) => [`cluster ${name}`, url]),
    ['control', sandbox.controlUrl],
    ['kubeconfig', sandbox.kubeconfigFile],
    ['portal config', sandbox.configFile],
  ];
  for (const [what, where] of rows) {
    process.stdout.write(`${what.padEnd(18)}${where}\n`);
  }
  const stop = () => {
    const end = (code: number) => process.exit(code);
    // Whoever asks to stop does not wait for a connection that hangs.
    setTimeout(() => end(1), 2_000).unref();
    sandbox.stop().then(
      () => end(0),
      () => end(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
