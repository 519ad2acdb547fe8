/** Conditions by which Flux says that it does not try again by itself. */
export const stalledCondition = /RetriesExceeded|MissingRollbackTarget/;
