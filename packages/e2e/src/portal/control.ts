import { controlUrl } from './environment';

async function post(path: string, body: object) {
  const response = await fetch(`${controlUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

/** Makes new pods of an image crash. */
export async function breakImage(image: string) {
  await post('/images', { image, broken: true });
}

/** Says how an image does in all metrics. */
export async function steerMetrics(image: string, verdict: 'good' | 'bad') {
  await post('/metrics', { image, verdict });
}

/** Takes the API server of a cluster away. */
export async function takeDown(cluster: string) {
  await post('/faults', {
    surface: `cluster:${cluster}`,
    fault: { type: 'down' },
  });
}

/** Ends all faults. */
export async function mendFaults() {
  await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
}
