import { JsonObject } from '../objects/mergePatch';
import { ProtobufReader } from './ProtobufReader';
import {
  ProtobufField,
  ProtobufMessage,
  protobufMessages,
} from './protobufMessages';

/** The media type in which `kubectl` writes the kinds that it knows. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\0');

const envelope: ProtobufMessage = {
  1: {
    name: 'typeMeta',
    type: 'message',
    of: {
      1: { name: 'apiVersion', type: 'text' },
      2: { name: 'kind', type: 'text' },
    },
  },
  2: { name: 'raw', type: 'bytes' },
};

/** The object in a protobuf body; undefined when it is of a kind that is not read here. */
export function readProtobuf(body: Buffer): JsonObject | undefined {
  if (!body.subarray(0, magic.length).equals(magic)) {
    throw new Error('the body does not begin as protobuf from Kubernetes does');
  }
  const { typeMeta, raw } = readMessage(body.subarray(magic.length), envelope);
  const { apiVersion, kind }: JsonObject = Object(typeMeta);
  const message = protobufMessages[String(kind)];
  if (!message) return undefined;
  const content = Buffer.from(String(raw ?? ''), 'base64');
  return { apiVersion, kind, ...readMessage(content, message) };
}

function readMessage(bytes: Buffer, message: ProtobufMessage): JsonObject {
  const result: JsonObject = {};
  const reader = ProtobufReader.create(bytes);
  while (!reader.atEnd) {
    const tag = reader.varint();
    const value = reader.value(tag & 7);
    const field = message[tag >>> 3];
    if (field) keep(result, field, value);
  }
  return result;
}

function keep(
  result: JsonObject,
  field: ProtobufField,
  value: Buffer | number,
): void {
  const { name } = field;
  if (typeof value === 'number') {
    result[name] = field.type === 'flag' ? value !== 0 : value;
    return;
  }
  switch (field.type) {
    case 'message':
      result[name] = readMessage(value, field.of);
      return;
    case 'map': {
      const entry = readMessage(value, {
        1: { name: 'key', type: 'text' },
        2: { name: 'value', type: field.of },
      });
      const known: JsonObject = Object(result[name] ?? {});
      result[name] = { ...known, [String(entry.key)]: entry.value ?? '' };
      return;
    }
    case 'texts': {
      const known = result[name];
      const list: unknown[] = Array.isArray(known) ? known : [];
      result[name] = [...list, value.toString('utf8')];
      return;
    }
    case 'bytes':
      result[name] = value.toString('base64');
      return;
    default:
      // Go writes every text, and an empty one means that there is none.
      if (value.length > 0) result[name] = value.toString('utf8');
  }
}
