import { SearchField } from '@backstage/ui';
import styles from './Filters.module.css';

/** A text to search for. */
export function FilterText(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, placeholder, value, onChange } = props;
  return (
    <SearchField
      label={label}
      className={styles.text}
      size="small"
      placeholder={placeholder}
      value={value}
      onChange={onChange}
    />
  );
}
