import { Button, ButtonProps } from '@backstage/ui';
import { Allowance } from '@fairlead/backstage-plugin-gitops-common';
import { useId } from 'react';
import styles from './ExplainedButton.module.css';

/**
 * A button that says why when it can't be used. It keeps its place in the tab order, so that the reason, which
 * stands below it, is also heard.
 */
export function ExplainedButton(
  props: Pick<
    ButtonProps,
    'children' | 'variant' | 'iconStart' | 'isPending' | 'destructive'
  > & {
    allowance: Allowance;
    onPress: () => void;
  },
) {
  const { allowance, onPress, children, ...rest } = props;
  const whyId = useId();
  const { allowed } = allowance;
  return (
    <div className={styles.root}>
      <Button
        size="small"
        {...rest}
        className={allowed ? undefined : styles.disabled}
        aria-disabled={allowed ? undefined : 'true'}
        aria-describedby={allowed ? undefined : whyId}
        onPress={() => allowed && onPress()}
      >
        {children}
      </Button>
      {!allowed && (
        <p id={whyId} className={styles.why}>
          {allowance.why ?? 'Not possible now.'}
        </p>
      )}
    </div>
  );
}
