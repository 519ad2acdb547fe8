/** How one field of a message is read. */
export type ProtobufField =
  | { name: string; type: 'text' | 'bytes' | 'number' | 'flag' }
  | { name: string; type: 'texts' }
  | { name: string; type: 'map'; of: 'text' | 'bytes' }
  | { name: string; type: 'message'; of: ProtobufMessage };

/** The fields of a message by their numbers. Others are left out. */
export type ProtobufMessage = Readonly<Record<number, ProtobufField>>;

const text = (name: string): ProtobufField => ({ name, type: 'text' });
const message = (name: string, of: ProtobufMessage): ProtobufField => ({
  name,
  type: 'message',
  of,
});
const map = (name: string, of: 'text' | 'bytes' = 'text'): ProtobufField => ({
  name,
  type: 'map',
  of,
});

const metadata = message('metadata', {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: map('labels'),
  12: map('annotations'),
  14: { name: 'finalizers', type: 'texts' },
});

/**
 * The messages of kinds that `kubectl` writes in protobuf and that are simple
 * enough to read here, by their kind. Field numbers are those of Kubernetes'
 * published `generated.proto` files.
 */
export const protobufMessages: Readonly<Record<string, ProtobufMessage>> = {
  Namespace: { 1: metadata },
  ServiceAccount: { 1: metadata },
  ConfigMap: {
    1: metadata,
    2: map('data'),
    3: map('binaryData', 'bytes'),
    4: { name: 'immutable', type: 'flag' },
  },
  Secret: {
    1: metadata,
    2: map('data', 'bytes'),
    3: text('type'),
    4: map('stringData'),
    5: { name: 'immutable', type: 'flag' },
  },
  SelfSubjectReview: { 1: metadata },
  SelfSubjectRulesReview: {
    1: metadata,
    2: message('spec', { 1: text('namespace') }),
  },
  SelfSubjectAccessReview: {
    1: metadata,
    2: message('spec', {
      1: message('resourceAttributes', {
        1: text('namespace'),
        2: text('verb'),
        3: text('group'),
        4: text('version'),
        5: text('resource'),
        6: text('subresource'),
        7: text('name'),
      }),
      2: message('nonResourceAttributes', { 1: text('path'), 2: text('verb') }),
    }),
  },
  DeleteOptions: {
    1: { name: 'gracePeriodSeconds', type: 'number' },
    2: message('preconditions', { 1: text('uid'), 2: text('resourceVersion') }),
    3: { name: 'orphanDependents', type: 'flag' },
    4: text('propagationPolicy'),
    5: { name: 'dryRun', type: 'texts' },
  },
};
