import { join } from 'node:path';
import { z } from 'zod';
import { KubeObject } from '../../contracts';

const folder = join(__dirname, '../../../../../lab/record/stories');

const storySchema = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  program: z.looseObject({ name: z.string(), version: z.string() }),
  watches: z.array(z.string()),
  play: z.custom<(recorder: StoryRecorder) => Promise<void>>(
    value => typeof value === 'function',
  ),
});

/** A story as the lab plays it on the real program. */
export type Story = z.infer<typeof storySchema>;

/** An object by its kind, in the words of the stories (`gitRepository`), and its name. */
export interface Named {
  kind: string;
  name: string;
}

/** What a story waits for. */
export interface Awaited extends Named {
  when: (object: KubeObject) => unknown;
}

/** What a story asks of whoever plays it; see the recorder of the lab. */
export interface StoryRecorder {
  readonly namespace: string;
  repository(name: string): Promise<{
    content: {
      commit(message: string, files: Record<string, unknown>): Promise<string>;
    };
    url: string;
  }>;
  metricUrl(path: string): string;
  setMetric(path: string): Promise<void>;
  apply(...objects: KubeObject[]): Promise<void>;
  patch(
    options: Named & { patch: object; subresource?: 'status' },
  ): Promise<void>;
  until(options: Awaited): Promise<KubeObject>;
  stage(
    options: Awaited & { stage: string; alongside?: string[] },
  ): Promise<KubeObject>;
}

/** The story of a file of the lab. */
export function loadStory(file: string): Story {
  const module: unknown = jest.requireActual(join(folder, `${file}.mjs`));
  const [story] = z
    .array(storySchema)
    .parse(
      Object.values(Object(module)).filter(
        each => storySchema.safeParse(each).success,
      ),
    );
  if (!story) throw new Error(`${file}.mjs tells no story`);
  return story;
}
