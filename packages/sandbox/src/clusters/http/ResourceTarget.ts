import { ResourceKind } from '../kinds/ResourceKind';

/** What a request's path names, once the kind is known. */
export interface ResourceTarget {
  kind: ResourceKind;
  namespace?: string;
  name?: string;
  subresource?: string;
}
