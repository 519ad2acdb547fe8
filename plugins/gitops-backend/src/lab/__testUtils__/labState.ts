import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const stateSchema = z.object({
  ports: z.record(z.string(), z.number()),
  kubeconfig: z.string(),
  dataDir: z.string(),
  processes: z.array(z.object({ name: z.string() })),
  gitea: z
    .object({ url: z.string(), user: z.string(), token: z.string() })
    .optional(),
  argocd: z.object({ url: z.string(), token: z.string() }).optional(),
});

/** What `yarn lab up` noted of the programs that it started. */
export type LabState = z.infer<typeof stateSchema>;

const file = process.env.FAIRLEAD_LAB;

/** The lab that runs, by the file that `FAIRLEAD_LAB` names. */
export function labState(): LabState {
  if (!file) throw new Error('FAIRLEAD_LAB names no lab');
  return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** A suite on real programs: skipped where there is no lab with all of them. Its title is the system that it is about. */
export function describeInLab(
  { system, needs }: { system: string; needs: string[] },
  body: () => void,
): void {
  const running =
    file && existsSync(file)
      ? labState().processes.map(({ name }) => name)
      : [];
  const all = needs.every(name => running.includes(name));
  (all ? describe : describe.skip)(system, body);
}
