/** A time as the API server writes it; undefined for what is none, such as a zero time. */
export function timeOf(text: string | null | undefined): string | undefined {
  return text && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** In the form in which Kubernetes writes times; undefined when there is no such time. */
export function timeAfter(
  start: string | null | undefined,
  seconds: number,
): string | undefined {
  const time = new Date(Date.parse(start ?? '') + seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : kubeTime(time);
}

export function kubeTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
