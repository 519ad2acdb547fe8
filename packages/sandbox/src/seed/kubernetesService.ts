import { stringify } from 'yaml';

/** The manifest of a Service for the pods of an app. */
export function kubernetesService(name: string, namespace?: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace && { namespace }) },
    spec: {
      selector: { app: name },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  });
}
