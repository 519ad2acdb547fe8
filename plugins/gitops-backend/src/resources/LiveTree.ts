import {
  ResourceEvent,
  ResourceNode,
  ResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import { LiveCondition } from './liveObject';
import { PodParts } from './pod';

/** A pod of a target, with more than the tree shows of it. */
export interface LivePod extends PodParts {
  node: ResourceNode;
  /** The resource that it is there for: what owns its owners. The pod itself where nothing does. */
  workload: ResourceRef;
  conditions: LiveCondition[];
}

/** What the controller of a resource says is wrong with it. */
export interface Complaint {
  resource: ResourceRef;
  reason: string;
  message: string;
  since?: string;
}

/** The resources of a target as they are now. */
export interface LiveTree {
  /** Parents before children. */
  nodes: ResourceNode[];
  /** Newest first. */
  events: ResourceEvent[];
  pods: LivePod[];
  complaints: Complaint[];
  /** What could not be read, and why, in words. */
  problems: string[];
  /** There is more than is here. */
  truncated: boolean;
  readAt: string;
}
