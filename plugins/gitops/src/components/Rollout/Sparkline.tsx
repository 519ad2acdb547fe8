import { MetricPoint } from '../../text/metricWords';
import styles from './Sparkline.module.css';

const width = 96;
const height = 24;
const pad = 3;

/** Measured values as a line, the oldest first. Those that failed are marked by shape as well. */
export function Sparkline(props: { name: string; points: MetricPoint[] }) {
  const { name, points } = props;
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const placed = points.map((point, index) => ({
    ...point,
    x: pad + (index * (width - 2 * pad)) / (points.length - 1),
    y:
      span === 0
        ? height / 2
        : height - pad - ((point.value - low) * (height - 2 * pad)) / span,
  }));
  return (
    <svg
      role="img"
      aria-label={`Values of ${name}, oldest first: ${points
        .map(({ value, hasFailed }) =>
          hasFailed ? `${value} (failed)` : value,
        )
        .join(', ')}`}
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <polyline
        className={styles.line}
        points={placed.map(({ x, y }) => `${x},${y}`).join(' ')}
      />
      {placed.map(({ x, y, hasFailed }) =>
        hasFailed ? (
          <path
            key={x}
            className={styles.failed}
            d={`M${x - 2.5},${y - 2.5}l5,5m0,-5l-5,5`}
          />
        ) : (
          <circle key={x} className={styles.point} cx={x} cy={y} r="1.75" />
        ),
      )}
    </svg>
  );
}
