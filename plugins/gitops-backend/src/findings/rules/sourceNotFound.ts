import { textRule } from '../textRule';

/** The repository, the revision or the chart is not there. */
export const sourceNotFound = textRule({
  id: 'source-not-found',
  engineOnly: true,
  pattern:
    /repository not found|Repository '?[^\s']+'? not found|unable to resolve '([^']+)' to a commit SHA|couldn't find remote ref "?([^\s"]+)|reference not found|unknown revision|no (?:chart )?version (?:found|matching)|no '([^']+)' chart with version|chart "([^"]+)"[^\n]{0,80}not found|manifest unknown|404 Not Found|(?:GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket|ExternalArtifact)[^\n]{0,120}not found|no match found for semver|failed to resolve revision/i,
  meaning: ([words, revision, ref, chart, named]) => {
    const gone = revision ?? ref;
    const name = chart ?? named;
    const other = name
      ? `The chart ${name} is not there in this version`
      : 'The source is not there';
    return {
      title: gone ? `There is no revision ${gone} in the source` : other,
      meaning:
        /version|semver/i.test(words) && !gone
          ? 'No version in the source fits what is asked for.'
          : 'The repository, branch, tag or chart that the engine is to deploy does not exist, or its credentials may not see it.',
      remedy:
        "See whether it was renamed, removed or never pushed, and correct the name in the engine's object, or bring it back.",
    };
  },
});
