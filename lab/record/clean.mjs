/**
 * An object without what is of this machine or of no use to a reader: addresses become those of
 * an example, field managers go.
 */
export function clean({ object, ports }) {
  const { managedFields: _, ...metadata } = object.metadata;
  const text = JSON.stringify({ ...object, metadata })
    .replaceAll(`http://127.0.0.1:${ports.git}/`, 'https://git.example.com/')
    .replaceAll(
      `http://127.0.0.1:${ports.sourceStorage}/`,
      'http://source-controller.flux-system.svc.cluster.local./',
    )
    .replaceAll(
      `http://127.0.0.1:${ports.metrics}/`,
      'http://metrics.example.com/',
    );
  return JSON.parse(text);
}
