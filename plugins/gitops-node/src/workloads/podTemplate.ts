import { PodTemplate, Workload } from './workloadSchema';

/** The template of a workload's pods; a CronJob has it in the template of its Jobs. @public */
export function podTemplateOf({
  spec,
}: Pick<Workload, 'spec'>): PodTemplate | null | undefined {
  return spec?.jobTemplate?.spec?.template ?? spec?.template;
}

/** The images that the pods of a template run, each once: those of the containers first. @public */
export function imagesOfPodTemplate(
  template: PodTemplate | null | undefined,
): string[] {
  const { containers, initContainers } = template?.spec ?? {};
  const all = [...(containers ?? []), ...(initContainers ?? [])];
  return [...new Set(all.flatMap(({ image }) => image || []))];
}
