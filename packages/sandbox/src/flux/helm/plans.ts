import { HelmRelease, Release } from '../schema';
import { FoundChart } from './ChartFinder';
import { Wanted } from './HelmReleaseStatus';

export function wantedOf(chart: FoundChart, configDigest: string): Wanted {
  const { chartName, chartVersion, appVersion } = chart;
  return {
    chartName,
    chartVersion,
    ...(appVersion && { appVersion }),
    configDigest,
  };
}

export function isSame(release: Release, wanted: Wanted): boolean {
  return (
    release.chartName === wanted.chartName &&
    release.chartVersion === wanted.chartVersion &&
    release.configDigest === wanted.configDigest
  );
}

export function retriesOf(
  { spec }: HelmRelease,
  action: 'install' | 'upgrade',
): number {
  return spec[action]?.remediation?.retries ?? 0;
}
