import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { ago, minute } from './time';

export const analysisFailed: Finding = {
  rule: 'analysis-failed',
  severity: 'error',
  title: 'The analysis of the new version failed',
  explanation:
    'success-rate was 0.81, 0.84 and 0.9, and has to be result[0] >= 0.95. 3 measurements failed, 2 may.',
  remedy:
    'See why requests fail in 3.0.0. Roll back in Git until it is mended, or retry if the cause was elsewhere.',
  since: ago(34 * minute),
  link: {
    title: 'Dashboard of checkout',
    url: 'https://grafana.example/d/checkout',
  },
};

export const crashLoop: Finding = {
  rule: 'crash-loop',
  severity: 'error',
  title: 'A container crashes again and again',
  explanation:
    'Container payments of Pod payments-6c9d-x2l7p ended with exit code 1 and was restarted 7 times.',
  remedy:
    'Read the last lines of its log. If the version is at fault, roll back.',
  since: ago(25 * minute),
  resource: {
    group: '',
    kind: 'Pod',
    namespace: 'payments',
    name: 'payments-6c9d-x2l7p',
  },
};

export const hookFailed: Finding = {
  rule: 'hook-failed',
  severity: 'error',
  title: 'A hook of the sync failed',
  explanation:
    'Job payments-migrate: BackoffLimitExceeded, the job has reached its limit of 3 retries.',
  remedy: 'Read the log of the job, mend it, and sync again.',
  since: ago(22 * minute),
  resource: {
    group: 'batch',
    kind: 'Job',
    namespace: 'payments',
    name: 'payments-migrate',
  },
};

export const probeFailing: Finding = {
  rule: 'probe-failing',
  severity: 'warning',
  title: 'A readiness probe fails',
  explanation: 'GET http://10.2.3.4:8080/ready answered 503.',
  remedy: 'See why the container does not call itself ready.',
  since: ago(24 * minute),
};

export const suspended: Finding = {
  rule: 'suspended',
  severity: 'info',
  title: 'Flux is suspended here',
  explanation: 'What is merged is not deployed until somebody resumes it.',
  remedy: 'Resume it when the reason is gone.',
};
