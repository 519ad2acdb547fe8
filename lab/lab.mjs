import { parseArgs } from 'node:util';
import { main, Problem } from '../scripts/lib/say.mjs';
import { build } from './commands/build.mjs';
import { down } from './commands/down.mjs';
import { record } from './commands/record.mjs';
import { start, stop } from './commands/start.mjs';
import { status } from './commands/status.mjs';
import { test } from './commands/test.mjs';
import { up } from './commands/up.mjs';
import { controllers } from './programs/all.mjs';

const usage = `yarn lab up [--no-build] [--only NAME,…]   build what is missing, start it, wait until it is well
yarn lab build [--only NAME,…]             build what is missing and start nothing
yarn lab status                            what is built, what runs, what is well
yarn lab start NAME…, yarn lab stop NAME…  one program of a lab that is up
yarn lab record [STORY…]                   play the stories and write what objects looked like
yarn lab test [SUITE…]                     run the tests on the real programs that run
yarn lab down                              end it and remove everything but the cache of built programs

NAME after --only is a controller: ${controllers.map(({ name }) => name).join(', ')}. The cluster itself is always there.`;

const commands = { build, down, record, start, status, stop, test, up };

await main(async () => {
  if (process.platform !== 'linux') {
    throw new Problem('The lab runs on Linux only.');
  }
  const { name, options } = readCommand();
  if (options.help || !name) {
    console.log(usage);
    return options.help ? 0 : 1;
  }
  return commands[name](options);
});

function readCommand() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        'no-build': { type: 'boolean', default: false },
        only: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const [name, ...rest] = positionals;
    if (name && !Object.hasOwn(commands, name)) {
      throw new Error(`"${name}" is no command of the lab`);
    }
    return {
      name,
      options: {
        help: values.help,
        build: !values['no-build'],
        only: values.only?.split(','),
        names: rest,
      },
    };
  } catch (error) {
    throw new Problem(error.message, `\n${usage}`);
  }
}
