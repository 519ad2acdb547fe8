import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { PinField, VersionPin } from '../../manifests/VersionPin';
import { WantedChange } from './matchImages';
import { PlanInput } from './PromotionPlanner';
import { isExactVersion } from './revision';
import { TargetReading } from './TargetReading';

/** What has to change for a target to use the charts and sources of the promoted side. */
export interface PinMatch {
  changes: WantedChange[];
  blockers: PlanBlocker[];
}

/** Compares the versions of charts and sources that manifests in Git name. Pure. */
export function matchPins(options: {
  target: TargetReading;
  fromReadings: readonly TargetReading[];
  input: PlanInput;
}): PinMatch {
  const { target, fromReadings, input } = options;
  const match: PinMatch = { changes: [], blockers: [] };
  for (const pin of target.pins) {
    const wanted =
      pin.what === 'chart-version'
        ? input.promoted?.chart
        : input.promoted?.targetRevision;
    const twins = wanted === false ? [] : twinsOf(pin, fromReadings);
    if (twins.length > 0) {
      matchPin({ pin, twins, target, input, match });
    }
  }
  if (match.changes.length > 0) {
    match.blockers.push(...notSynced(input));
  }
  return match;
}

type Fields = Partial<Record<PinField, string>>;

function matchPin(options: {
  pin: VersionPin;
  twins: readonly VersionPin[];
  target: TargetReading;
  input: PlanInput;
  match: PinMatch;
}): void {
  const { pin, twins, target, input, match } = options;
  const { from } = input;
  const here = textsOf(pin);
  const [there, other] = [
    ...new Map(
      twins.map(twin => {
        const texts = running(twin, input) ?? textsOf(twin);
        return [JSON.stringify(Object.entries(texts).sort()), texts] as const;
      }),
    ).values(),
  ];
  const refuse = (code: string, message: string, field?: PinField) => {
    const scalar = field ? pin.fields[field] : Object.values(pin.fields)[0];
    match.blockers.push({
      code,
      message,
      ...(scalar && { file: scalar.file.path, line: scalar.line }),
    });
  };
  if (other) {
    refuse(
      'source-disagrees',
      `The targets in ${from.environment.title} use ${pin.subject} in different versions, so it isn't clear which one to promote.`,
    );
    return;
  }
  const changed: WantedChange[] = [];
  for (const [field, scalar] of entriesOf(pin)) {
    const range = promotedRange({ field, here: scalar.text, twins });
    const value = range ?? there[field];
    const where = `${scalar.file.path}:${scalar.line}`;
    if (value === scalar.text) {
      continue;
    }
    if (range === undefined && isRange(field, here[field])) {
      refuse(
        'chart-range',
        `${where} asks for ${pin.subject} at ${scalar.text}, which is a range that the engine resolves itself. Write one version there to promote by it.`,
        field,
      );
      return;
    }
    if (value === undefined || (range === undefined && isRange(field, value))) {
      refuse(
        `${field === 'version' || field === 'commit' ? 'version' : field}-unknown`,
        `${where} sets the ${field} of ${pin.subject}, and ${from.environment.title} doesn't tell its ${field} of the version that it uses. Write it in ${from.environment.title} too.`,
        field,
      );
      return;
    }
    changed.push({
      part: { scalar, what: pin.what },
      subject: pin.subject,
      value,
      target,
    });
  }
  if (changed.length > 0 && pin.lock) {
    refuse(
      'chart-lock',
      `${pin.lock} holds a digest of the dependencies, so the version of ${pin.subject} can't be changed without writing that file anew. Remove it, and the engine resolves the exact versions in Chart.yaml itself.`,
    );
    return;
  }
  match.changes.push(...changed);
}

/** The same chart or source, and of those the one in an object of the same name. */
function twinsOf(
  pin: VersionPin,
  readings: readonly TargetReading[],
): VersionPin[] {
  return readings.flatMap(({ pins }) => {
    const alike = pins.filter(
      other =>
        other.object.kind === pin.object.kind &&
        other.what === pin.what &&
        other.subject === pin.subject,
    );
    const named = alike.filter(({ object }) => object.name === pin.object.name);
    return [named, alike].find(found => found.length === 1) ?? [];
  });
}

/** What the engine reports wins over what Git says, which may be a range. */
function running(
  { subject, fields }: VersionPin,
  { from }: PlanInput,
): Fields | undefined {
  const versions = new Set(
    from.targets.flatMap(({ status }) => {
      const { chart } = status.version;
      return chart?.name === subject && isExactVersion(chart.version)
        ? chart.version
        : [];
    }),
  );
  const [version] = versions;
  return versions.size === 1 && fields.version ? { version } : undefined;
}

function notSynced({ from }: PlanInput): PlanBlocker[] {
  const behind = from.targets.find(
    ({ status }) => status.sync.status !== 'Synced',
  );
  return behind && !from.past
    ? [
        {
          code: 'source-in-progress',
          message: `${behind.status.object.kind} ${behind.status.object.name} in ${from.environment.title} isn't synced, so what Git says of its charts and sources may not be what runs. Wait until it is.`,
        },
      ]
    : [];
}

/** Where both sides leave the version to the engine within a range, the range is what is promoted. */
function promotedRange(options: {
  field: PinField;
  here: string;
  twins: readonly VersionPin[];
}): string | undefined {
  const { field, here, twins } = options;
  const [there, ...others] = new Set(twins.map(twin => textsOf(twin)[field]));
  return others.length === 0 && isRange(field, here) && isRange(field, there)
    ? there
    : undefined;
}

function isRange(field: PinField, text: string | undefined): boolean {
  return (
    text !== undefined &&
    (field === 'semver' || (field === 'version' && !isExactVersion(text)))
  );
}

function textsOf(pin: VersionPin): Fields {
  return Object.fromEntries(
    entriesOf(pin).map(([field, scalar]) => [field, scalar.text]),
  );
}

const order: readonly PinField[] = [
  'version',
  'tag',
  'semver',
  'digest',
  'commit',
];

function entriesOf({ fields }: VersionPin) {
  return order.flatMap(field => {
    const scalar = fields[field];
    return scalar ? [[field, scalar] as const] : [];
  });
}
