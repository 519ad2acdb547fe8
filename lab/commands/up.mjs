import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, say } from '../../scripts/lib/say.mjs';
import { buildMissing, isBuilt } from '../build/build.mjs';
import { requireGo } from '../build/toolchain.mjs';
import { appConfigFile, stateDir } from '../paths.mjs';
import { clusterPrograms, controllers, programs } from '../programs/all.mjs';
import { furnishCluster, installKinds } from '../run/cluster.mjs';
import { makeCertificates } from '../run/certificates.mjs';
import { writeKubeconfig } from '../run/kubeconfig.mjs';
import { Lab } from '../run/Lab.mjs';
import { choosePorts } from '../run/ports.mjs';
import { services } from '../services/all.mjs';

/** Builds what is missing, starts all of it in order, and says what is not there and why. */
export async function up({ build, only }) {
  if (Lab.find()) {
    throw new Problem(
      'The lab is up already, or what is left of it is.',
      'See `yarn lab status`; `yarn lab down` ends it.',
    );
  }
  const wanted = programs.filter(
    program =>
      !only || clusterPrograms.includes(program) || only.includes(program.name),
  );
  const absent = build ? await buildAll(wanted) : unbuilt(wanted);

  const lab = await newLab();
  try {
    await startCluster(lab);
  } catch (error) {
    await lab.end();
    throw error;
  }
  for (const program of controllers.filter(one => wanted.includes(one))) {
    if (!isBuilt(program)) continue;
    await installKinds({ kubeconfig: lab.kubeconfig, program });
    const reason = await lab.start(program);
    if (reason) absent.push({ program, reason });
    else say(`${program.name} ${program.version} is well`);
  }
  writeAppConfig(lab);
  tell({ lab, absent });
  return absent.length === 0 ? 0 : 2;
}

async function buildAll(wanted) {
  if (wanted.every(isBuilt)) return [];
  return buildMissing({ go: requireGo(), programs: wanted });
}

function unbuilt(wanted) {
  return wanted
    .filter(program => !isBuilt(program))
    .map(program => ({ program, reason: 'it is not built' }));
}

async function newLab() {
  const ports = await choosePorts();
  mkdirSync(stateDir, { recursive: true });
  const certificates = await makeCertificates(join(stateDir, 'certificates'));
  const kubeconfig = join(stateDir, 'kubeconfig');
  writeKubeconfig({ file: kubeconfig, port: ports.apiserver, certificates });
  return Lab.create({ ports, certificates, kubeconfig });
}

async function startCluster(lab) {
  const order = [...services, ...clusterPrograms.filter(({ run }) => run)];
  for (const program of order) {
    const reason = await lab.start(program);
    if (reason) {
      throw new Problem(
        `There is no cluster without ${program.name}: ${reason}`,
        `What was built stays in the cache. Its log of the build, if any: ${program.name}-${program.version}.log there.`,
      );
    }
    say(`${program.name} ${program.version ?? ''} is well`);
  }
  if (!(await furnishCluster(lab))) {
    throw new Problem('The nodes of the lab did not become ready.');
  }
}

function writeAppConfig({ kubeconfig }) {
  const config = {
    gitops: {
      clusters: [
        { name: 'lab', title: 'Lab', kubeconfig: { file: kubeconfig } },
      ],
    },
  };
  writeFileSync(appConfigFile, `${JSON.stringify(config, null, 2)}\n`);
}

function tell({ lab, absent }) {
  say('The lab is up. `yarn lab status` shows it, `yarn lab down` ends it.');
  console.log(`
  kubeconfig     ${lab.kubeconfig}
  app config     ${appConfigFile}
  Git over HTTP  http://127.0.0.1:${lab.ports.git}/
  metrics        http://127.0.0.1:${lab.ports.metrics}/`);
  for (const { program, reason } of absent) {
    console.log(`\n  Not there: ${program.name} ${program.version}: ${reason}`);
  }
}
