import {
  Deployment,
  Restriction,
  RestrictionKind,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';

/** What a person wants to do in an environment, of which a dialog asks more. */
export type EnvironmentTask =
  | { type: 'promote'; from: string }
  | { type: 'backfill'; lack: ServiceEnvironment['lacks'][number] }
  | { type: 'hotfix' }
  | { type: 'history' }
  | { type: 'rollback'; deployment?: Deployment }
  | { type: 'restrict'; kind: RestrictionKind }
  | { type: 'lift'; restriction: Restriction };
