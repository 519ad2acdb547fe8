import { PodTemplate } from './schema';

/** The images of a pod template, each once. */
export function imagesIn(template: PodTemplate): string[] {
  const { containers, initContainers } = template?.spec ?? {};
  const all = [...(containers ?? []), ...(initContainers ?? [])];
  return [...new Set(all.flatMap(({ image }) => image || []))];
}
