import { z } from 'zod';
import { partOf } from '../liveObject';
import { health, HealthRule } from './Health';

const specSchema = z.object({ type: z.string().nullish() });
const statusSchema = z.object({
  loadBalancer: z.object({ ingress: z.array(z.unknown()).nullish() }).nullish(),
});

const balanced: HealthRule = object =>
  (partOf(statusSchema, object.status)?.loadBalancer?.ingress ?? []).length > 0
    ? health('Healthy')
    : health('Progressing', 'No load balancer has given it an address yet');

/** A `Service`: one that asks for a load balancer waits until it has an address. */
export const serviceHealth: HealthRule = object =>
  partOf(specSchema, object.spec)?.type === 'LoadBalancer'
    ? balanced(object)
    : health('Healthy');

/** An `Ingress`: it waits until a controller has given it an address. */
export const ingressHealth: HealthRule = object => balanced(object);
