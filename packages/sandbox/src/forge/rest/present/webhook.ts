import { Webhook } from '../../domain';
import { DeliveryOutcome } from '../../webhooks/WebhookSender';
import { View } from './View';

/** GitHub's `hook` and `org-hook`. The secret is never shown. */
export function presentWebhook(
  { forge }: View,
  options: { webhook: Webhook; outcome: DeliveryOutcome | undefined },
) {
  const { webhook, outcome } = options;
  const { urls } = forge;
  const owner = webhook.ownerId && forge.users.get(webhook.ownerId).login;
  const parent = webhook.repositoryId
    ? urls.repositoryApi(forge.repositories.get(webhook.repositoryId))
    : `${urls.api}/orgs/${owner}`;
  const url = `${parent}/hooks/${webhook.id}`;
  return {
    type: webhook.repositoryId ? 'Repository' : 'Organization',
    id: webhook.id,
    name: 'web',
    active: webhook.active,
    events: webhook.events,
    config: {
      url: webhook.url,
      content_type: webhook.contentType,
      insecure_ssl: '0',
      ...(webhook.secret !== null && { secret: '********' }),
    },
    created_at: webhook.createdAt,
    updated_at: webhook.updatedAt,
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: outcome ?? { code: null, status: 'unused', message: null },
  };
}
