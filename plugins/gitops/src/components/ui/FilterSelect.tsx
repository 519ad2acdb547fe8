import { Select } from '@backstage/ui';
import styles from './Filters.module.css';

const any = '_any';

/** One of several values, or any, which is the empty string. */
export function FilterSelect(props: {
  label: string;
  value: string;
  options: Array<{ id: string; label: string }>;
  anyLabel?: string;
  onChange: (value: string) => void;
}) {
  const { label, value, options, anyLabel = 'Any', onChange } = props;
  return (
    <Select
      label={label}
      className={styles.select}
      options={[{ id: any, label: anyLabel }, ...options]}
      value={value || any}
      onChange={key => onChange(key === any || !key ? '' : String(key))}
    />
  );
}
