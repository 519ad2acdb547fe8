/** Why the target state can't be told from Git. Becomes a ComparisonError of the Application. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}
