import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { BlobSource } from '../sources';
import { gitObjectFields } from './gitObjectFields';

/** GitHub answers no more of a file than this. */
const LIMIT = 512_000;
/** Git's own rule: a file is binary when there is a zero byte near its start. */
const LOOKS_AT = 8_000;

export const blobFields: FieldResolvers<BlobSource> = {
  ...gitObjectFields(({ sha }: BlobSource) => sha),
  id: ({ repo, sha }) =>
    nodeId('Blob', gitNodeKey({ repositoryId: repo.repository.id, name: sha })),
  byteSize: ({ content }) => content.length,
  isBinary: ({ content }) => isBinary(content),
  isTruncated: ({ content }) => content.length > LIMIT,
  text: ({ content }) =>
    isBinary(content)
      ? null
      : // Like GitHub, without a byte order mark, and with a replacement for what is not UTF-8.
        new TextDecoder('utf-8').decode(content.subarray(0, LIMIT)),
};

function isBinary(content: Buffer): boolean {
  return content.subarray(0, LOOKS_AT).includes(0);
}
