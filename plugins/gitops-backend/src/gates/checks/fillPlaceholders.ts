import { parseEntityRef } from '@backstage/catalog-model';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

type Filled = Pick<Promotion, 'entityRef' | 'to' | 'plan'>;

const placeholder = /\{(service|version|environment)\}/g;

/**
 * The URL of a check, its placeholders filled in. Values are encoded: none can add a parameter or leave its segment. In
 * the name of a host they are letters, digits and dashes, so that none can lead to another domain.
 *
 * Undefined when it makes no web URL.
 */
export function filledUrl(
  template: string,
  promotion: Filled,
): URL | undefined {
  const [, scheme = '', host = '', rest = ''] =
    /^(https?:\/\/)([^/?#]*)(.*)$/is.exec(template) ?? [];
  const filled = [
    scheme,
    fill(host, promotion, value => value.replace(/[^a-z0-9]+/gi, '-')),
    fill(rest, promotion, encodeURIComponent),
  ].join('');
  return scheme && URL.canParse(filled) ? new URL(filled) : undefined;
}

/** A PromQL query, its placeholders filled in: none can end the string that it stands in. */
export function filledQuery(template: string, promotion: Filled): string {
  return fill(template, promotion, value =>
    value.replace(
      /[^\w.+:/@-]/gu,
      character =>
        `\\U${character.codePointAt(0)?.toString(16).padStart(8, '0')}`,
    ),
  );
}

function fill(
  template: string,
  { entityRef, to, plan }: Filled,
  encode: (value: string) => string,
): string {
  const values: Record<string, string> = {
    service: parseEntityRef(entityRef).name,
    version: versionLabel(plan.toVersion),
    environment: to,
  };
  return template.replace(placeholder, (_, name: string) =>
    encode(values[name]),
  );
}
