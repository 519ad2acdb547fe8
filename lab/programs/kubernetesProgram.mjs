import { versions } from '../versions.mjs';
import { defineProgram } from './program.mjs';

/** A program of the Kubernetes repository, which knows its version only if the linker tells it. */
export function defineKubernetesProgram(program) {
  const version = versions['k8s.io/kubernetes'];
  const [major, minor] = version.slice(1).split('.');
  const told = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
  };
  return defineProgram({
    module: 'k8s.io/kubernetes',
    package: `k8s.io/kubernetes/cmd/${program.name}`,
    ldflags: Object.entries(told).map(
      ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
    ),
    ...program,
  });
}
