import { NotificationSendOptions } from '@backstage/plugin-notifications-node';

/** What people are told for, so that they can choose in their settings what they want to hear of. */
export type NotificationTopic =
  | 'promotion-succeeded'
  | 'promotion-failed'
  | 'promotion-closed'
  | 'promotion-needs-you'
  | 'approval-wanted'
  | 'rollback';

/** One thing to tell some people. */
export interface PromotionNotification {
  /** Entity refs of users and groups; `owners` stands for the owner of the service. */
  to: string[];
  /** Entity ref of a user who knows already, or is told in other words. */
  except?: string;
  topic: NotificationTopic;
  severity: NonNullable<NotificationSendOptions['payload']['severity']>;
  title: string;
  description: string;
}
