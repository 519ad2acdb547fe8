import { Problem, say } from '../../scripts/lib/say.mjs';
import { programs } from '../programs/all.mjs';
import { installKinds } from '../run/cluster.mjs';
import { Lab } from '../run/Lab.mjs';
import { services } from '../services/all.mjs';

/** Starts programs of a running lab: those that were stopped, or that were built since. */
export async function start({ names }) {
  const lab = runningLab();
  let failed = 0;
  for (const program of namedPrograms(names)) {
    await installKinds({ kubeconfig: lab.kubeconfig, program });
    const reason = await lab.start(program);
    if (reason) failed += 1;
    say(`${program.name} ${reason ? `is not there: ${reason}` : 'is well'}`);
  }
  return failed === 0 ? 0 : 2;
}

/** Ends programs of a running lab and leaves the others, as an outage would. */
export async function stop({ names }) {
  const lab = runningLab();
  for (const { name } of namedPrograms(names)) {
    await lab.stop(name);
    say(`${name} has ended`);
  }
  return 0;
}

function runningLab() {
  const lab = Lab.find();
  if (!lab) throw new Problem('The lab is not up.', 'Start it: yarn lab up');
  return lab;
}

function namedPrograms(names) {
  const known = [...services, ...programs].filter(({ run }) => run);
  return names.map(name => {
    const program = known.find(one => one.name === name);
    if (program) return program;
    throw new Problem(
      `There is no program "${name}".`,
      `There are: ${known.map(one => one.name).join(', ')}`,
    );
  });
}
