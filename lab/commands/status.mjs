import { isBuilt } from '../build/build.mjs';
import { findGo } from '../build/toolchain.mjs';
import { programs } from '../programs/all.mjs';
import { services } from '../services/all.mjs';
import { Lab } from '../run/Lab.mjs';

/** Shows what is built, what runs and what is well; the code says whether all of it is. */
export async function status() {
  const lab = Lab.find();
  const processes = new Map(
    ((await lab?.check()) ?? []).map(process => [process.name, process]),
  );
  for (const program of [...services, ...programs]) {
    const { name, version = '' } = program;
    console.log(
      `${name.padEnd(26)}${version.padEnd(10)}${stateOf({ program, process: processes.get(name) })}`,
    );
  }
  const go = findGo();
  console.log(
    `\nGo: ${go ? `${go.version} (${go.command})` : 'not found; it is needed to build what is missing: https://go.dev/dl/'}`,
  );
  console.log(lab ? `kubeconfig: ${lab.kubeconfig}` : 'The lab is not up.');
  return lab && [...processes.values()].every(({ well }) => well) ? 0 : 1;
}

function stateOf({ program, process }) {
  if (program.module && !isBuilt(program)) return 'not built';
  if (!program.run) return 'built (a tool)';
  if (!process) return program.module ? 'built, not started' : 'not started';
  if (!process.running) return 'has ended';
  return `${process.well ? 'well' : 'runs, but is not well'} (process ${process.pid})`;
}
