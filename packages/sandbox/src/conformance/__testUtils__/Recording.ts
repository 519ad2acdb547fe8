import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    generation: z.number().optional(),
    finalizers: z.array(z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    ownerReferences: z.array(z.record(z.string(), z.unknown())).optional(),
  }),
});

const recordingSchema = z.looseObject({
  program: z.string(),
  version: z.string(),
  story: z.string(),
  stage: z.string(),
  tells: z.string(),
  /** First the one that the stage is about. */
  objects: z.array(objectSchema).min(1),
});

/** What real objects looked like at one stage of a story. */
export type Recording = z.infer<typeof recordingSchema>;

const folder = join(__dirname, '../../../../../lab/recordings');

/** The recording of a stage; undefined when none was made. */
export function readRecording(options: {
  program: string;
  version: string;
  story: string;
  stage: string;
}): Recording | undefined {
  const { program, version, story, stage } = options;
  const file = join(folder, program, version, `${story}-${stage}.json`);
  return existsSync(file)
    ? recordingSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : undefined;
}
