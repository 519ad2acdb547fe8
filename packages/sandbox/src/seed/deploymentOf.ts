/** A Deployment with one container. Without a number of pods, that is left to others. */
export function deploymentOf(options: {
  name: string;
  namespace?: string;
  image: string;
  replicas?: number;
}) {
  const { name, namespace, image, replicas } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace && { namespace }), labels: { app: name } },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            { name, image, ports: [{ name: 'http', containerPort: 8080 }] },
          ],
        },
      },
    },
  };
}
