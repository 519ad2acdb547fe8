import { Gate } from '@fairlead/backstage-plugin-gitops-node';
import { Approvals } from '../approvals/Approvals';
import { Restrictions } from '../restrictions/Restrictions';
import { ApprovalsGate } from './ApprovalsGate';
import { Availability } from './Availability';
import { HttpCheckGate } from './checks/HttpCheckGate';
import { JobCheckGate } from './checks/JobCheckGate';
import { JobReader } from './checks/JobReader';
import { PrometheusCheckGate } from './checks/PrometheusCheckGate';
import { ForgeChecksGate } from './ForgeChecksGate';
import { ForgeReviewsGate } from './ForgeReviewsGate';
import { FreezeGate } from './FreezeGate';
import { HoldGate } from './HoldGate';
import { SoakTimeGate } from './SoakTimeGate';
import { SourceHealthyGate } from './SourceHealthyGate';
import { VerifiedGate } from './VerifiedGate';
import { VetoGate } from './VetoGate';
import { WindowsGate } from './WindowsGate';

/** What the gates read from. */
export interface BuiltInGatesOptions {
  approvals: Pick<Approvals, 'of'>;
  availability: Availability;
  /** Those of the portal's config. */
  clusters: ReadonlyArray<{ name: string; url?: string }>;
  jobs: JobReader;
  restrictions: Pick<Restrictions, 'inForce'>;
}

/** Fairlead's own gates, in the order in which people see them. */
export function builtInGates(options: BuiltInGatesOptions): Gate[] {
  return [
    FreezeGate.create(options),
    VetoGate.create(options),
    HoldGate.create(options),
    SourceHealthyGate.create(),
    VerifiedGate.create(options),
    SoakTimeGate.create(options),
    WindowsGate.create(),
    ApprovalsGate.create(options),
    ForgeChecksGate.create(),
    ForgeReviewsGate.create(),
    HttpCheckGate.create(),
    PrometheusCheckGate.create(),
    JobCheckGate.create(options),
  ];
}
