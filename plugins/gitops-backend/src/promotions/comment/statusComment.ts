import {
  GateStatus,
  isEnded,
  isPassed,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { escapeMarkdown, inlineCode, quote } from '../markdown';
import { promotionUrl } from '../promotionUrl';
import { stateWords } from './stateWords';

const unmerged: ReadonlyArray<Promotion['state']> = [
  'closed',
  'cancelled',
  'superseded',
];

/** In the comment, and nowhere else: by it the comment is found again. */
export function statusMarker(id: string): string {
  return `<!-- fairlead:status:${id} -->`;
}

/** The one comment on the pull request of a promotion, as it has to read now. */
export function statusComment(options: {
  promotion: Promotion;
  appBaseUrl: string;
}): string {
  const { promotion, appBaseUrl } = options;
  const { id, state, wave, gates, conflicts } = promotion;
  const pageOf = (other: string) => promotionUrl({ appBaseUrl, id: other });
  const { icon, words } = stateWords[state];
  return [
    statusMarker(id),
    `${icon} **${words}**${wave ? ` · wave ${wave.index} of ${wave.count}` : ''}`,
    // While it is under way the gates tell more, and the message changes too often for a comment.
    (isEnded(state) || conflicts.length > 0) && explanation(promotion),
    unmerged.includes(state) &&
      'Opened again, this pull request is not followed any more: promote anew in the portal instead.',
    conflicts.length > 0 && conflictTable(promotion),
    gates.length > 0 && gateTable(gates, appBaseUrl),
    overrideList(gates),
    linkList(promotion, pageOf),
    `[Follow this promotion](${pageOf(id)})`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function explanation({ state, message }: Promotion): string {
  return state === 'failed' || state === 'errored'
    ? quote(message)
    : escapeMarkdown(message.trim());
}

function gateTable(gates: readonly GateStatus[], appBaseUrl: string): string {
  const rows = gates.map(gate => {
    const { title, message, until, link } = gate;
    const url = link && webUrl(link, appBaseUrl);
    const name = url ? `[${inCell(title)}](${url})` : inCell(title);
    return `| ${name} | ${verdict(gate)} | ${inCell(message)} | ${until && !isPassed(gate) ? inCell(moment(until)) : ''} |`;
  });
  return ['| Gate | Status | | Until |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function verdict({ status, overridden }: GateStatus): string {
  if (status !== 'passed' && overridden) return '⚠️ overridden';
  return {
    passed: '✅ passed',
    waiting: '⏳ waiting',
    failed: '❌ failed',
  }[status];
}

function overrideList(gates: readonly GateStatus[]): string | false {
  const lines = gates.flatMap(({ title, overridden }) =>
    overridden
      ? [
          `- ⚠️ ${inCell(title)} overridden by ${inlineCode(overridden.by)} at ${inCell(moment(overridden.at))}: ${inCell(overridden.reason)}`,
        ]
      : [],
  );
  return lines.length > 0 && lines.join('\n');
}

function conflictTable({ conflicts }: Promotion): string {
  return [
    '| Value | From | To | Now |',
    '|---|---|---|---|',
    ...conflicts.map(
      ({ file, pointer, from, to, now }) =>
        `| ${inlineCode([file, pointer].filter(Boolean).join(' '))} | ${inlineCode(from)} | ${inlineCode(to)} | ${now === undefined ? 'gone' : inlineCode(now)} |`,
    ),
  ].join('\n');
}

function linkList(
  { links }: Promotion,
  pageOf: (id: string) => string,
): string | false {
  const words: Array<[keyof Promotion['links'], string]> = [
    ['supersededBy', 'Superseded by'],
    ['supersedes', 'Supersedes'],
    ['rollsBack', 'Rolls back'],
    ['rolledBackBy', 'Rolled back by'],
    ['backfills', 'Back-fills'],
  ];
  const lines = words.flatMap(([key, text]) => {
    const id = links[key];
    return id === undefined
      ? []
      : [`- ${text} [another promotion](${pageOf(id)})`];
  });
  return lines.length > 0 && lines.join('\n');
}

/** Somebody's words within a line, fit for a table's cell too. */
function inCell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, ' ').trim());
}

/** `2026-11-24 08:00 UTC` */
function moment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A page of the portal or of the web, with nothing in it that ends a link. */
function webUrl(link: string, appBaseUrl: string): string | undefined {
  const text = link.startsWith('/')
    ? `${appBaseUrl.replace(/\/+$/, '')}${link}`
    : link;
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:'
    ? href.replace(
        /[()|<>[\]\\`]/g,
        character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      )
    : undefined;
}
