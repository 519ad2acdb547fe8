import { Button, DialogBody, DialogFooter, Link } from '@backstage/ui';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { useEffect, useRef } from 'react';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import styles from './PromoteForm.module.css';

/** The promotion is there: goes on to its page. */
export function PromoteOutcome(props: {
  promotion: Promotion;
  onClose: () => void;
}) {
  const { promotion, onClose } = props;
  const href = useGitopsLinks().promotion(promotion.id);
  const link = useRef<HTMLAnchorElement>(null);
  // Following the link as a click does works with whatever router the app has.
  useEffect(() => link.current?.click(), []);
  return (
    <>
      <DialogBody>
        <div className={styles.body} role="status">
          <p>The promotion is under way. {promotion.message}</p>
          {href && (
            <Link href={href} ref={link}>
              Follow it on its page
            </Link>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </>
  );
}
