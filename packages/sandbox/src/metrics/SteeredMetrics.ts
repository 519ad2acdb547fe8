import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { MetricSource, MetricVerdict } from '../contracts';

/** How an image does, in one metric or in all of them. */
export const steeredMetricSchema = z.strictObject({
  image: z.string().min(1),
  metric: z.string().min(1).optional(),
  verdict: z.enum(['good', 'bad', 'unclear', 'unavailable']),
});

/** See {@link steeredMetricSchema}. */
export type SteeredMetric = z.infer<typeof steeredMetricSchema>;

/** Metrics that say that all is well, but for images of which somebody has said something else. */
export class SteeredMetrics implements MetricSource {
  readonly #file: string | undefined;
  #steered: SteeredMetric[];

  /** `file` is where what was said is remembered; nowhere when left out. */
  static open({ file }: { file?: string } = {}): SteeredMetrics {
    const known =
      file && existsSync(file)
        ? z
            .array(steeredMetricSchema)
            .parse(JSON.parse(readFileSync(file, 'utf8')))
        : [];
    return new SteeredMetrics(file, known);
  }

  private constructor(file: string | undefined, steered: SteeredMetric[]) {
    this.#file = file;
    this.#steered = steered;
  }

  verdictOn(options: {
    images: readonly string[];
    metric: string;
  }): MetricVerdict {
    const about = this.#steered.filter(({ image }) =>
      options.images.includes(image),
    );
    const said =
      about.find(({ metric }) => metric === options.metric) ??
      about.find(({ metric }) => metric === undefined);
    return said?.verdict ?? 'good';
  }

  steered(): SteeredMetric[] {
    return [...this.#steered];
  }

  steer(said: SteeredMetric): void {
    this.#steered = this.#steered.filter(
      ({ image, metric }) => image !== said.image || metric !== said.metric,
    );
    if (said.verdict !== 'good' || said.metric) this.#steered.push(said);
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#steered));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
