import { buildMissing } from '../build/build.mjs';
import { requireGo } from '../build/toolchain.mjs';
import { clusterPrograms, programs } from '../programs/all.mjs';

/** Builds what is missing and starts nothing. */
export async function build({ only }) {
  const failures = await buildMissing({
    go: requireGo(),
    programs: programs.filter(
      program =>
        !only ||
        clusterPrograms.includes(program) ||
        only.includes(program.name),
    ),
  });
  return failures.length === 0 ? 0 : 2;
}
