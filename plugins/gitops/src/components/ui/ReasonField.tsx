import { TextAreaField } from '@backstage/ui';
import { useId } from 'react';
import styles from './ReasonField.module.css';

const maxLength = 2000;

/** Why somebody does something. Says what is missing only after it was missed. */
export function ReasonField(props: {
  value: string;
  onChange: (value: string) => void;
  isMissing: boolean;
  label?: string;
  hint?: string;
  missing?: string;
  isOptional?: boolean;
}) {
  const { value, onChange, isMissing, isOptional } = props;
  const { label = 'Reason', missing = 'Say why, in a few words.' } = props;
  const missingId = useId();
  return (
    <>
      <TextAreaField
        label={label}
        secondaryLabel={isOptional ? 'Optional' : 'Required'}
        description={isMissing ? undefined : props.hint}
        name="reason"
        rows={2}
        value={value}
        onChange={onChange}
        maxLength={maxLength}
        isRequired={!isOptional}
        isInvalid={isMissing}
        aria-describedby={isMissing ? missingId : undefined}
        validationBehavior="aria"
      />
      {isMissing && (
        <p id={missingId} role="alert" className={styles.invalid}>
          {missing}
        </p>
      )}
    </>
  );
}
