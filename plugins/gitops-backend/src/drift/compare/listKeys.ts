/** The field that tells the items of a list apart, by the name of the list, as Kubernetes merges them. */
const keysOfLists: Record<string, string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  volumeClaimTemplates: ['name'],
  ports: ['containerPort', 'port', 'name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

/** The key by which all items of all these lists are told apart; undefined when they are only told apart by their place. */
export function listKeyOf(
  list: string,
  lists: ReadonlyArray<ReadonlyArray<Record<string, unknown> | undefined>>,
): string | undefined {
  return (keysOfLists[list] ?? ['name']).find(key =>
    lists.every(items => {
      const values = items.map(item => item?.[key]);
      return (
        values.every(
          value => typeof value === 'string' || typeof value === 'number',
        ) && new Set(values).size === values.length
      );
    }),
  );
}

/** Whether kustomize merges a list by the keys of its items, rather than replace it. */
export function isMergedList(list: string): boolean {
  return list in keysOfLists;
}
