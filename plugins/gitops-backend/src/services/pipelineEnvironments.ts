import {
  defaultPolicy,
  Environment,
  EnvironmentPolicy,
  Pipeline,
} from '@fairlead/backstage-plugin-gitops-common';

/** An environment as one service goes through it. */
export interface PipelineEnvironment {
  /** `after` is the pipeline's. */
  environment: Environment;
  policy: EnvironmentPolicy;
}

/**
 * The environments of one service in the order of its pipeline. One that its file leaves out but where it is deployed
 * all the same comes last, with nothing before it, so that no target is hidden.
 */
export function pipelineEnvironments(options: {
  pipeline: Pick<Pipeline, 'environments' | 'policies'>;
  environments: readonly Environment[];
  /** Names of the environments in which the service has targets. */
  deployedTo: ReadonlySet<string>;
}): PipelineEnvironment[] {
  const { pipeline, environments, deployedTo } = options;
  const inPipeline = pipeline.environments.flatMap(({ name, after }) => {
    const known = environments.find(each => each.name === name);
    return known ? [{ ...known, after }] : [];
  });
  const leftOut = environments.filter(
    ({ name }) =>
      deployedTo.has(name) && !inPipeline.some(each => each.name === name),
  );
  return [
    ...inPipeline,
    ...leftOut.map(environment => ({ ...environment, after: [] })),
  ].map(environment => ({
    environment,
    policy:
      pipeline.policies.find(each => each.environment === environment.name) ??
      defaultPolicy(environment.name),
  }));
}
