import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { FluxReference } from '../schema';

/** What is kept of a source object, as `reduce` of its kind writes it. */
const storedSourceSchema = z.object({
  url: z.string().optional(),
  ref: z.record(z.string(), z.string()).default({}),
  suspended: z.literal(true).optional(),
  /** Of the artifact: what Flux would deploy now. */
  revision: z.string().optional(),
  /** Of the repository that a HelmChart was made from. */
  sourceRevision: z.string().optional(),
  problem: z.string().optional(),
  chart: z.string().optional(),
  version: z.string().optional(),
  valuesFiles: z.array(z.string()).optional(),
  sourceRef: z.record(z.string(), z.string()).optional(),
  originUrl: z.string().optional(),
});

/** A source that an object names, with what is known of it. */
export type SourceFacts = z.infer<typeof storedSourceSchema> & {
  kind: string;
  namespace: string;
  name: string;
  found: boolean;
};

/** Looks up what a reference names; undefined where it names nothing. */
export function findSource(
  reference: FluxReference | null | undefined,
  options: { namespace: string; context: MappingContext },
): SourceFacts | undefined {
  if (!reference?.kind || !reference.name) return undefined;
  const named = {
    kind: reference.kind,
    namespace: reference.namespace || options.namespace,
    name: reference.name,
  };
  const stored = storedSourceSchema.safeParse(options.context.find?.(named));
  return stored.success
    ? { ...stored.data, ...named, found: true }
    : { ref: {}, ...named, found: false };
}

/** What a source follows, by the precedence of its controller. */
export function targetRevisionOf({
  kind,
  ref,
  found,
}: SourceFacts): string | undefined {
  if (kind === 'OCIRepository') {
    const declared = ref.digest ?? ref.semver ?? ref.tag;
    return found ? (declared ?? 'latest') : undefined;
  }
  if (kind === 'GitRepository') {
    const declared =
      ref.commit ?? ref.name ?? ref.semver ?? ref.tag ?? ref.branch;
    return found ? (declared ?? 'master') : undefined;
  }
  return undefined;
}
