/**
 * A message without what differs each time that Flux tries again: the folder that it builds in, and parts of seconds.
 * So the same failure stays the same.
 */
export function steadyMessage(message: string): string {
  return message
    .replace(/\/tmp\/[\w.-]*\d\//g, '')
    .replace(/(\d)\.\d{3,}s\b/g, '$1s');
}
