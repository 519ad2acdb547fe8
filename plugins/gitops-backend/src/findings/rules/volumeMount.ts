import { docs } from '../docs';
import { textRule } from '../textRule';

/** A volume can't be attached to a node or mounted into a pod. */
export const volumeMount = textRule({
  id: 'volume-mount',
  pattern:
    /Multi-Attach error for volume|AttachVolume\.Attach failed|MountVolume\.\w+ failed|Unable to attach or mount volumes/i,
  meaning: ([words]) => ({
    title: "A volume can't be mounted",
    meaning: 'A pod waits for one of its volumes.',
    remedy: /Multi-Attach/i.test(words)
      ? 'Another pod, on another node, still has the volume: let that end first, or use the update strategy Recreate, or a volume that many nodes can have.'
      : 'See whether what is to be mounted exists, and whether the storage driver runs on the node.',
    link: docs.volumes,
  }),
});
