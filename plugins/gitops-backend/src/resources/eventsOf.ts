import {
  ResourceEvent,
  ResourceNode,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

const text = z.string().nullish();
const eventSchema = z.object({
  metadata: z.object({ creationTimestamp: text }),
  involvedObject: z.object({
    uid: text,
    kind: text,
    namespace: text,
    name: text,
  }),
  type: text,
  reason: text,
  message: text,
  count: z.number().nullish(),
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  series: z
    .object({ count: z.number().nullish(), lastObservedTime: text })
    .nullish(),
});

const mostEvents = 200;

/** The events about resources of a tree, newest first. */
export function eventsOf(
  raw: readonly unknown[],
  nodes: readonly ResourceNode[],
): { events: ResourceEvent[]; truncated: boolean } {
  const ids = new Set(nodes.map(({ id }) => id));
  const byName = new Map(
    nodes.map(({ id, kind, namespace, name }) => [
      nameKey({ kind, namespace, name }),
      id,
    ]),
  );
  const events = raw
    .flatMap((each): ResourceEvent[] => {
      const event = eventSchema.safeParse(each).data;
      if (!event) return [];
      const { involvedObject: about, series } = event;
      const node =
        about.uid && ids.has(about.uid)
          ? about.uid
          : // An object that was made anew has another uid, and what happened to the old one still tells.
            byName.get(nameKey(about));
      if (!node) return [];
      const at =
        series?.lastObservedTime ??
        event.lastTimestamp ??
        event.eventTime ??
        event.firstTimestamp ??
        event.metadata.creationTimestamp;
      return [
        {
          node,
          type: event.type === 'Warning' ? 'Warning' : 'Normal',
          reason: event.reason ?? '',
          message: event.message ?? '',
          count: series?.count ?? event.count ?? 1,
          ...(at && { at }),
        },
      ];
    })
    .sort((a, b) => timeOf(b) - timeOf(a));
  return {
    events: events.slice(0, mostEvents),
    truncated: events.length > mostEvents,
  };
}

function nameKey(about: {
  kind?: string | null;
  namespace?: string | null;
  name?: string | null;
}): string {
  return [about.kind ?? '', about.namespace ?? '', about.name ?? ''].join('/');
}

function timeOf({ at }: ResourceEvent): number {
  return at ? Date.parse(at) : 0;
}
