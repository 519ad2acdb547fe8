import { RolloutAnalysis } from '@fairlead/backstage-plugin-gitops-common';
import { analysisTones, analysisTypes } from '../../text/rolloutWords';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { Metric } from './Metric';
import styles from './Analyses.module.css';

/** How the new version was measured, and how that went. */
export function Analyses(props: { analyses: RolloutAnalysis[] }) {
  return props.analyses.map(analysis => (
    <Analysis key={`${analysis.type}/${analysis.name}`} analysis={analysis} />
  ));
}

function Analysis({ analysis }: { analysis: RolloutAnalysis }) {
  const { name, type, templates, phase, message } = analysis;
  const at = analysis.finishedAt ?? analysis.startedAt;
  return (
    <div
      role="group"
      className={styles.analysis}
      aria-label={`${analysisTypes[type]} ${name}`}
    >
      <div className={styles.header}>
        <span className={styles.type} title={name}>
          {analysisTypes[type]}
        </span>
        <Status tone={analysisTones[phase]} word={phase} />
      </div>
      {(templates.length > 0 || at) && (
        <p className={styles.facts}>
          {templates.join(', ')}
          {at && (
            <>
              {templates.length > 0 && ' · '}
              {analysis.finishedAt ? 'ended' : 'began'} <RelativeTime at={at} />
            </>
          )}
        </p>
      )}
      {message && <p className={styles.message}>{message}</p>}
      {analysis.metrics.length > 0 && (
        <ul className={styles.metrics} aria-label={`Metrics of ${name}`}>
          {analysis.metrics.map(metric => (
            <Metric key={metric.name} metric={metric} />
          ))}
        </ul>
      )}
    </div>
  );
}
