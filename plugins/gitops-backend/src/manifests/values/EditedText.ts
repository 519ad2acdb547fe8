import { ByteEdit } from '../yaml/ByteEdit';

/** A file after an edit, and the bytes that make the difference. */
export interface EditedText {
  content: string;
  edits: ByteEdit[];
}
