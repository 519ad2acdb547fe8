import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, say } from '../../scripts/lib/say.mjs';
import { buildMissing, isBuilt } from '../build/build.mjs';
import { requireGo } from '../build/toolchain.mjs';
import { appConfigFile, stateDir } from '../paths.mjs';
import { clusterPrograms, programs } from '../programs/all.mjs';
import { etcd } from '../programs/etcd.mjs';
import { kubeApiserver } from '../programs/kubeApiserver.mjs';
import { kwok } from '../programs/kwok.mjs';
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
    absent.push(...(await startAll({ lab, wanted })));
  } catch (error) {
    await lab.end();
    throw error;
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

/** Starts what is there in order; resolves with what was built and did not become well. */
async function startAll({ lab, wanted }) {
  for (const program of [...services, etcd, kubeApiserver]) {
    const reason = await startOne({ lab, program });
    if (reason) {
      throw new Problem(
        `There is no cluster without ${program.name}: ${reason}`,
      );
    }
  }
  const failed = [];
  const rest = wanted.filter(
    program =>
      program.run &&
      isBuilt(program) &&
      program !== etcd &&
      program !== kubeApiserver,
  );
  for (const program of rest) {
    await installKinds({ kubeconfig: lab.kubeconfig, program });
    const reason = await startOne({ lab, program });
    if (reason) failed.push({ program, reason });
    if (program === kwok) await furnishCluster(lab);
  }
  return failed;
}

async function startOne({ lab, program }) {
  const reason = await lab.start(program);
  if (!reason) say(`${program.name} ${program.version ?? ''} is well`);
  return reason;
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
