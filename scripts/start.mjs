import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFrontend } from './lib/frontend.mjs';
import { install } from './lib/install.mjs';
import { stateRoot } from './lib/paths.mjs';
import { startPortal } from './lib/portal.mjs';
import { checkPortsFree, portsFrom } from './lib/ports.mjs';
import { checkRequirements } from './lib/requirements.mjs';
import { main, Problem, say } from './lib/say.mjs';

const usage = `npm start                 start Fairlead with its sandbox
npm start -- --reset      begin anew: forget what was done in the sandbox
npm start -- --port 8007  use other ports (the portal's; the sandbox takes the five from the third after it)`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        reset: { type: 'boolean', default: false },
        port: { type: 'string', default: '7007' },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
      throw new Error(`"${values.port}" is no port between 1024 and 65000`);
    }
    return { ...values, port };
  } catch (error) {
    throw new Problem(error.message, `\n${usage}`);
  }
}

function interrupted() {
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => done(signal));
    }
  });
}

await main(async () => {
  const { reset, port, help } = readOptions();
  if (help) {
    console.log(usage);
    return 0;
  }
  checkRequirements();
  const ports = portsFrom(port);
  await checkPortsFree(ports);
  await install();
  await buildFrontend();

  const interrupt = interrupted();
  const starting = startPortal({
    ports,
    stateDir: join(stateRoot, port === 7007 ? 'state' : `state-${port}`),
    reset,
  });
  const first = await Promise.race([starting, interrupt]);
  if (typeof first === 'string') {
    say('Stopping');
    starting.then(
      portal => portal.stop(),
      () => {},
    );
    return 130;
  }

  const { url, ended, stop } = first;
  say(`Fairlead is ready: ${url}  (Ctrl-C stops it)`);
  try {
    await Promise.race([ended, interrupt]);
  } finally {
    say('Stopping');
    await stop();
  }
  return 0;
});
