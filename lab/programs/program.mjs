import { versions } from '../versions.mjs';

/**
 * A program of the lab.
 *
 * `package` is the Go package of its main function, `module` the module that it is in, whose
 * version is pinned in `versions.mjs`. `usualSeconds` is what its build takes on one core, until
 * this machine has a duration of its own. `crds` are the files of the module that define its
 * kinds, and `run` says, given the lab's addresses and files, how it is started and when it is
 * well. A program without `run` is a tool.
 */
export function defineProgram(program) {
  return { ...program, version: versions[program.module] };
}
