import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { Allowance, Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { RiGitMergeLine } from '@remixicon/react';
import { useState } from 'react';
import { usePromotionAction } from '../../data/usePromotionAction';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import styles from './MergeButton.module.css';

/** Merges the pull request from the portal, after a last look. */
export function MergeButton(props: {
  promotion: Promotion;
  allowance: Allowance;
  titles: { from: string; to: string };
}) {
  const { promotion, allowance, titles } = props;
  const [isAsked, setAsked] = useState(false);
  const merge = usePromotionAction<void>(api =>
    api.mergePromotion({
      id: promotion.id,
      headSha: promotion.pullRequest?.headSha,
    }),
  );
  const { pullRequest } = promotion;
  if (promotion.state !== 'open' || !pullRequest) return null;

  return (
    <>
      <ExplainedButton
        variant="primary"
        iconStart={<RiGitMergeLine aria-hidden="true" />}
        allowance={allowance}
        onPress={() => setAsked(true)}
      >
        Merge
      </ExplainedButton>
      {isAsked && (
        <Dialog isOpen onOpenChange={setAsked} width={480}>
          <DialogHeader>Merge pull request #{pullRequest.number}?</DialogHeader>
          <DialogBody>
            <div className={styles.body}>
              <p>
                The new version is rolled out to {titles.to}. It is merged only
                if the pull request is still the one that this page shows and
                all gates pass.
              </p>
              {merge.error && <ErrorNotice error={merge.error} />}
            </div>
          </DialogBody>
          <DialogFooter>
            <Button
              variant="secondary"
              size="small"
              onPress={() => setAsked(false)}
            >
              Cancel
            </Button>
            <Button
              variant="primary"
              size="small"
              isPending={merge.isPending}
              onPress={() =>
                merge.mutate(undefined, { onSuccess: () => setAsked(false) })
              }
            >
              Merge
            </Button>
          </DialogFooter>
        </Dialog>
      )}
    </>
  );
}
