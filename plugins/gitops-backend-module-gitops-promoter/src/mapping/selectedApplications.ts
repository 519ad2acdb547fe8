import { z } from 'zod';
import { argocdCommitStatusSchema } from '../schema';

/** What is kept of an `ArgoCDCommitStatus`: which Applications it watches for a strategy. */
export const selectedApplicationsSchema = z.object({
  strategy: z.string(),
  applications: z.array(
    z.object({ branch: z.string(), namespace: z.string(), name: z.string() }),
  ),
});

/** Reduces an `ArgoCDCommitStatus`; undefined for what is none, or watches nothing. */
export function selectedApplications(
  object: unknown,
): z.infer<typeof selectedApplicationsSchema> | undefined {
  const { spec, status } =
    argocdCommitStatusSchema.safeParse(object).data ?? {};
  const strategy = spec?.promotionStrategyRef?.name;
  const applications = (status?.applicationsSelected ?? []).flatMap(
    ({ environment, namespace, name }) =>
      environment && namespace && name
        ? [{ branch: environment, namespace, name }]
        : [],
  );
  return strategy && applications.length > 0
    ? { strategy, applications }
    : undefined;
}
