import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { DecideOptions } from '../DecideOptions';

/** What the steps of an open pull request decide with. */
export interface StillOpenOptions extends DecideOptions {
  pullRequest: PullRequest;
}
