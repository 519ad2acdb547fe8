import { parseEntityRef } from '@backstage/catalog-model';
import {
  Commit,
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { escapeMarkdown, inlineCode, quote } from './markdown';
import { promotionUrl } from './promotionUrl';

/** Commits between the two versions, as far as they could be found. */
export interface PromotedCommits {
  commits: Commit[];
  /** There are more than these. */
  truncated?: boolean;
  /** Web page of the comparison. */
  compareUrl?: string;
}

const editLimit = 100;
const lineLimit = 120;

/** What a reviewer reads: what, from, to, why, which values, which commits, who asked, and where to follow it. */
export function pullRequestBody(options: {
  promotion: Pick<
    Promotion,
    | 'id'
    | 'entityRef'
    | 'from'
    | 'to'
    | 'reason'
    | 'requestedBy'
    | 'plan'
    | 'kind'
    | 'skips'
  >;
  appBaseUrl: string;
  /** Comes first, as the pipeline says it. */
  introduction?: string;
  commits?: PromotedCommits;
}): string {
  const { promotion, commits, introduction } = options;
  const base = options.appBaseUrl.replace(/\/+$/, '');
  const { kind, namespace, name } = parseEntityRef(promotion.entityRef);
  const service = `${base}/catalog/${namespace}/${kind}/${name}`;
  const page = promotionUrl({ appBaseUrl: base, id: promotion.id });
  const before = versionLabel(promotion.plan.fromVersion) || 'unknown';
  const after = versionLabel(promotion.plan.toVersion) || 'unknown';
  const link = `[${escapeMarkdown(name)}](${service})`;
  const to = `**${escapeMarkdown(promotion.to)}**`;
  const versions = `${inlineCode(before)} → ${inlineCode(after)}`;
  return [
    introduction,
    promotion.kind === 'rollback'
      ? `Rolls ${link} back in ${to}: ${versions}`
      : `${promotion.kind === 'backfill' ? 'Back-fills' : 'Promotes'} ${link} from **${escapeMarkdown(promotion.from)}** to ${to}: ${versions}`,
    promotion.kind === 'hotfix' &&
      `**Hotfix**: skips ${promotion.skips.map(escapeMarkdown).join(', ')}.`,
    quote(promotion.reason),
    editTable(promotion.plan.edits),
    commits && commitList(commits),
    `Requested by ${inlineCode(promotion.requestedBy)}. [Follow this promotion](${page}).`,
    `<!-- fairlead:promotion:${promotion.id} -->`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function editTable(edits: Promotion['plan']['edits']): string {
  const rows = edits
    .slice(0, editLimit)
    .map(
      ({ file, line, from, to }) =>
        `| ${inlineCode(`${file}:${line}`)} | ${inlineCode(from)} | ${inlineCode(to)} |`,
    );
  const more = edits.length - rows.length;
  return [
    '| Value | From | To |',
    '|---|---|---|',
    ...rows,
    ...(more > 0 ? [`| and ${more} more | | |`] : []),
  ].join('\n');
}

function commitList(promoted: PromotedCommits): string {
  const { commits, truncated, compareUrl } = promoted;
  if (commits.length === 0) return '';
  const lines = commits.map(({ sha, url, message, author }) => {
    const text =
      message.length > lineLimit
        ? `${message.slice(0, lineLimit - 1)}…`
        : message;
    return `- [${inlineCode(sha.slice(0, 7))}](${url}) ${escapeMarkdown(text)} (${escapeMarkdown(author)})`;
  });
  return [
    compareUrl
      ? `[Commits between the two versions](${compareUrl}):`
      : 'Commits between the two versions:',
    '',
    ...lines,
    ...(truncated ? ['- and more'] : []),
  ].join('\n');
}
