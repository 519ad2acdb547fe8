/** An end that can be chosen by its name. */
export const endChoices = [
  { id: 'open', label: 'When somebody lifts it' },
  { id: '1h', label: 'In an hour' },
  { id: '4h', label: 'In 4 hours' },
  { id: 'tomorrow', label: 'Tomorrow at 08:00' },
  { id: 'monday', label: 'Next Monday at 08:00' },
  { id: 'exact', label: 'At a time of your own' },
] as const;

/** See {@link endChoices}. */
export type EndChoice = (typeof endChoices)[number]['id'];

/** When something ends: a choice, and with `exact` what a `datetime-local` field holds. */
export interface EndTime {
  choice: EndChoice;
  exact: string;
}

/** ISO 8601, or undefined where it does not end by itself. Times are the reader's own. */
export function endsAt(end: EndTime, now: Date): string | undefined {
  const date = new Date(now);
  switch (end.choice) {
    case '1h':
      date.setHours(date.getHours() + 1);
      break;
    case '4h':
      date.setHours(date.getHours() + 4);
      break;
    case 'tomorrow':
      date.setDate(date.getDate() + 1);
      date.setHours(8, 0, 0, 0);
      break;
    case 'monday':
      date.setDate(date.getDate() + ((8 - date.getDay()) % 7 || 7));
      date.setHours(8, 0, 0, 0);
      break;
    case 'exact':
      return end.exact ? new Date(end.exact).toISOString() : undefined;
    default:
      return undefined;
  }
  return date.toISOString();
}

/** Why an end can't be: empty where it can. */
export function endProblem(end: EndTime, now: Date): string {
  if (end.choice !== 'exact') return '';
  const at = Date.parse(end.exact);
  if (Number.isNaN(at)) return 'Say when it ends.';
  return at <= now.getTime() ? 'The end has to be in the future.' : '';
}
