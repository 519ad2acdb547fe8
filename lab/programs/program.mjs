import { versions } from '../versions.mjs';

/**
 * A program of the lab.
 *
 * `package` is the Go package of its main function, `module` the module that it is in, whose
 * version is pinned in `versions.mjs`. `usualSeconds` is what its build takes on one core, until
 * this machine has a duration of its own. `crds` are the files of the module that define its
 * kinds, `trees` folders of it that the program reads.
 *
 * `run` says, given the lab's addresses and files, how it is started and when it is well;
 * `prepare` is done before each start. `furnish` is done once, when it is well for the first time,
 * and resolves with what a client needs to speak to it, kept in the lab's state as `access`. A
 * program without `run` is a tool.
 */
export function defineProgram(program) {
  return { ...program, version: versions[program.module] };
}

/** A program that is another way to call one that is built already. */
export function defineCommandOf(tool, program) {
  const { module, version } = tool;
  return { ...program, module, version, builtFrom: tool };
}

/** A program that is installed from the packages of the system. */
export function defineInstalled({ command, ...program }) {
  return {
    ...program,
    version: '(Debian)',
    installed: command,
    run: lab => ({ command, ...program.run(lab) }),
  };
}
