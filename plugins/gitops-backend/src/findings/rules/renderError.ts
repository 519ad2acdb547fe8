import { textRule } from '../textRule';

/** Manifests can't be made from what is in the source. */
export const renderError = textRule({
  id: 'render-error',
  engineOnly: true,
  pattern:
    /`?(helm template|kustomize build|helm dependency build|jsonnet)|(kustomize build) failed|execution error at \(([^)]+)\)|template: ([^\s:]+:\d+)|parse error at \(([^)]+)\)|values don't meet the specifications|Manifest generation error|accumulating resources|failed to generate manifests?|BuildFailed|post.?build|var(?:iable)? substitution/i,
  meaning: ([, tool, flux, ...places], { text }) => {
    const place = places.find(Boolean);
    const kustomize =
      /^kustomize/i.test(tool ?? flux ?? '') || /kustomize build/i.test(text);
    const helm =
      !kustomize && /helm|template:|execution error|parse error/i.test(text);
    const other = helm
      ? "Helm can't render the chart"
      : "The manifests can't be built";
    return {
      title: kustomize ? "Kustomize can't build the manifests" : other,
      meaning: `What is in the source can't be turned into manifests${place ? `, because of ${place}` : ''}, so nothing new is deployed.`,
      remedy: helm
        ? 'Correct the chart or its values in Git; `helm template` with the same values shows the same error.'
        : 'Correct it in Git; `kustomize build` in the same folder shows the same error.',
    };
  },
});
