import { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';

/** Runs a write (or a read that others want to know of) and leaves an audit event of it, whether it succeeds or not. */
export async function audited<T>(options: {
  auditor: AuditorService;
  request: Request;
  /** Without the plugin's name: `promotion-create`. */
  eventId: string;
  meta: JsonObject;
  /** `medium` when left out; `low` for what changes nothing. */
  severityLevel?: 'low' | 'medium';
  write: () => Promise<T>;
}): Promise<T> {
  const { auditor, request, eventId, meta, write } = options;
  const event = await auditor.createEvent({
    eventId,
    request,
    severityLevel: options.severityLevel ?? 'medium',
    meta,
  });
  try {
    const result = await write();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
}
