import { z } from 'zod';
import { conditionsSchema } from './schema';

const text = z.string().nullish();
const imageSchema = z.looseObject({ name: text, tag: text, digest: text });

/** An ImageUpdateAutomation: only what it writes where. */
export const automationSchema = z.looseObject({
  metadata: z.looseObject({ namespace: z.string() }),
  spec: z
    .looseObject({
      suspend: z.boolean().nullish(),
      sourceRef: z
        .looseObject({ kind: text, name: text, namespace: text })
        .nullish(),
      update: z.looseObject({ path: text }).nullish(),
      git: z
        .looseObject({
          checkout: z
            .looseObject({ ref: z.looseObject({ branch: text }).nullish() })
            .nullish(),
          push: z.looseObject({ branch: text }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      conditions: conditionsSchema,
      observedPolicies: z.record(z.string(), imageSchema.nullish()).nullish(),
    })
    .nullish(),
});

/** An ImagePolicy: only what it would have everybody use. */
export const policySchema = z.looseObject({
  spec: z.looseObject({ suspend: z.boolean().nullish() }).nullish(),
  status: z
    .looseObject({
      conditions: conditionsSchema,
      latestRef: imageSchema.nullish(),
    })
    .nullish(),
});
