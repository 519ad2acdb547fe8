import { Application, ApplicationSource } from '../schema';
import { declaredSources } from './sources';

const refresh = 'argocd.argoproj.io/refresh';
const skipReconcile = 'argocd.argoproj.io/skip-reconcile';

/** Why the status may be old although its cluster answers; undefined when nothing speaks for it. */
export function staleReason(application: Application): string | undefined {
  const annotations = application.metadata.annotations ?? {};
  if (annotations[skipReconcile] === 'true') {
    return 'Argo CD does not look at this application: it carries the annotation argocd.argoproj.io/skip-reconcile.';
  }
  if (annotations[refresh]) {
    return 'A refresh was requested and Argo CD has not done it yet.';
  }
  const { comparedTo } = application.status?.sync ?? {};
  // The hydrator compares another source than the one that is declared.
  if (!comparedTo || application.spec.sourceHydrator) return undefined;
  const compared = comparedTo.sources?.length
    ? comparedTo.sources
    : [comparedTo.source ?? {}];
  const declared = declaredSources(application.spec).map(each => each.source);
  return sameSources(declared, compared)
    ? undefined
    : 'The source was changed and Argo CD has not compared it yet.';
}

function sameSources(a: ApplicationSource[], b: ApplicationSource[]) {
  const key = (source: ApplicationSource) =>
    [source.repoURL, source.path, source.targetRevision, source.chart]
      .map(part => part ?? '')
      .join('\n');
  return a.length === b.length && a.every((each, i) => key(each) === key(b[i]));
}
