/** What not all servers that speak this API can do. */
export interface GiteaFeatures {
  /** As `/api/v1/version` says it. */
  version: string;
  /** Many files are read in one request. */
  readsManyFiles: boolean;
  /** A file is written without saying whether it is there. */
  uploads: boolean;
  /** A branch is moved, from one commit to another. */
  movesBranches: boolean;
}

/** Has all of these since. */
const COMPLETE = { major: 1, minor: 26 };

/** `1.26.0`; Forgejo says which Gitea it is like: `11.0.1+gitea-1.22.0`. */
export function giteaFeatures(version: string): GiteaFeatures {
  const [, major, minor] =
    /\+gitea-(\d+)\.(\d+)/.exec(version) ??
    /^v?(\d+)\.(\d+)/.exec(version) ??
    [];
  const complete =
    Number(major) > COMPLETE.major ||
    (Number(major) === COMPLETE.major && Number(minor) >= COMPLETE.minor);
  return {
    version,
    readsManyFiles: complete,
    uploads: complete,
    movesBranches: complete,
  };
}
