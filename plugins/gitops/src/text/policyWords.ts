import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { duration } from './duration';
import { entityName } from './entityName';
import { enumerate } from './enumerate';

const lanes: Record<EnvironmentPolicy['lane'], string> = {
  supersede: 'A newer promotion takes the place of one under way',
  queue: 'Promotions wait for their turn',
  reject: 'No promotion while another is under way',
};

const merges: Record<EnvironmentPolicy['merge'], string> = {
  people: 'People merge the pull request.',
  automatic: 'Fairlead merges the pull request when all gates pass.',
  forge: 'The forge merges the pull request when it can.',
};

/** Who merges, as a sentence. */
export function mergeWords(policy: EnvironmentPolicy): string {
  return merges[policy.merge];
}

/** The policy of an environment in one line: `Automatic · people merge`. */
export function policySummary(policy: EnvironmentPolicy): string {
  return [
    policy.automatic ? 'Automatic' : 'By hand',
    {
      people: 'people merge',
      automatic: 'merges itself',
      forge: 'forge merges',
    }[policy.merge],
    ...(policy.lane === 'supersede'
      ? []
      : [policy.lane === 'queue' ? 'queues' : 'one at a time']),
    ...(policy.waves ? ['in waves'] : []),
  ].join(' · ');
}

/** All rules of an environment, each as a line. */
export function policyLines(
  policy: EnvironmentPolicy,
): Array<{ label: string; text: string }> {
  const { gates, rollback, waves } = policy;
  const lines: Array<[string, string | false | undefined]> = [
    [
      'Promotion',
      policy.automatic
        ? 'By itself, as soon as a version is available'
        : 'When somebody asks for it',
    ],
    [
      'Available',
      gates.verified &&
        `When verified in ${policy.availability === 'all' ? 'all' : 'any'} of the environments before`,
    ],
    ['Soak time', gates.soakMs > 0 && duration(gates.soakMs)],
    [
      'Approvals',
      gates.approvals &&
        `${gates.approvals.required} of ${enumerate(gates.approvals.from.map(approverName))}`,
    ],
    ['Windows', gates.windows && windowsText(gates.windows)],
    [
      'Checks',
      enumerate([
        ...(gates.checks ? ['the forge’s checks'] : []),
        ...(gates.reviews > 0
          ? [
              gates.reviews === 1
                ? 'a review on the forge'
                : `${gates.reviews} reviews on the forge`,
            ]
          : []),
        ...gates.custom.map(({ name }) => name),
      ]),
    ],
    ['Merge', mergeWords(policy).replace(/\.$/, '')],
    ['Lane', lanes[policy.lane]],
    ['Waves', waves && wavesText(waves)],
    [
      'Rollback',
      rollback.automatic &&
        `By itself, when a version fails within ${duration(rollback.maxAgeMs)}`,
    ],
  ];
  return lines.flatMap(([label, text]) => (text ? [{ label, text }] : []));
}

type Gates = EnvironmentPolicy['gates'];

const days = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

function windowsText(windows: NonNullable<Gates['windows']>): string {
  const text = (window: (typeof windows.allow)[number]) =>
    'days' in window
      ? `${window.days.map(day => days[day]).join(', ')} ${window.from}–${window.to}`
      : `${window.fromDate} to ${window.toDate}`;
  return [
    windows.allow.map(text).join('; '),
    windows.deny.length > 0 && `not ${windows.deny.map(text).join('; ')}`,
    `(${windows.timeZone})`,
  ]
    .filter(Boolean)
    .join(' ');
}

function wavesText(waves: NonNullable<EnvironmentPolicy['waves']>): string {
  const sizes = waves.percent
    ? waves.percent.map(part => `${part}%`).join(', ')
    : (waves.clusters ?? []).map(names => names.join('+')).join(', ');
  return `${sizes || 'one by one'}; ${duration(waves.soakMs)} between them`;
}

function approverName(ref: string): string {
  return ref === 'owners' ? 'the owners' : entityName(ref);
}
