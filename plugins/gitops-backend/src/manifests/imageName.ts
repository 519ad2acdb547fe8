/** An image's name in one spelling: Docker Hub's host and its `library/` may be left out. */
export function canonicalImageName(name: string): string {
  return name
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '');
}

/**
 * Whether a name in a manifest is this deployed image. A Helm chart may add the registry by itself, so a name
 * without one matches the end of the deployed name.
 */
export function namesImage(written: string, deployed: string): boolean {
  const [short, full] = [written, deployed].map(canonicalImageName);
  return short === full || (!hasRegistry(short) && full.endsWith(`/${short}`));
}

function hasRegistry(name: string): boolean {
  const slash = name.indexOf('/');
  return slash > 0 && /[.:]|^localhost$/.test(name.slice(0, slash));
}
