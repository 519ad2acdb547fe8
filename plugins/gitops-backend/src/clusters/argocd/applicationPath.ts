/** Which Applications a path of the Kubernetes API is about: all, those of a namespace, or one. */
export interface ApplicationPath {
  namespace?: string;
  name?: string;
}

const pattern =
  /^\/apis\/argoproj\.io\/v1alpha1(?:\/namespaces\/([^/]+))?\/applications(?:\/([^/]+))?$/;

/** Undefined for every other kind. */
export function applicationPath(path: string): ApplicationPath | undefined {
  const found = pattern.exec(path);
  if (!found) return undefined;
  const [namespace, name] = found
    .slice(1)
    .map(part => (part ? decodeURIComponent(part) : undefined));
  return { ...(namespace && { namespace }), ...(name && { name }) };
}
