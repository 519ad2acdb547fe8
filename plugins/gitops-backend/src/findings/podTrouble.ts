/** Rules about what keeps pods from being there and ready: whatever else is not well may follow from them. */
export const podTrouble = [
  'image-pull',
  'out-of-memory',
  'container-config',
  'volume-pending',
  'volume-mount',
  'unschedulable',
  'probe-failing',
  'crash-loop',
  'evicted',
  'quota-exceeded',
  'admission-refused',
  'job-failed',
] as const;
