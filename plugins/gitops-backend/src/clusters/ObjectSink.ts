import { ReadFailure } from './readFailure';

/** Takes what is read of one kind on one cluster. Objects are raw, as the API server sent them. */
export interface ObjectSink {
  /** Where a watch may go on that some replica left off. */
  resumePoint(): Promise<
    { resourceVersion: string; listedAt: string } | undefined
  >;
  /** A full list begins: what is not in one of its pages is gone. */
  listing(): void;
  /** Resolves when the page is stored, so that memory holds one page at a time. */
  page(objects: unknown[]): Promise<void>;
  listed(resourceVersion: string): Promise<void>;
  changed(object: unknown, resourceVersion: string): void;
  deleted(object: unknown, resourceVersion: string): void;
  /** Nothing changed up to here. */
  bookmark(resourceVersion: string): void;
  /** The cluster answers. */
  reading(): Promise<void>;
  failing(failure: ReadFailure, since: Date): Promise<void>;
  /** The cluster does not have the kind. */
  absent(): Promise<void>;
}
