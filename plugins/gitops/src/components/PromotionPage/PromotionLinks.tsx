import { Link } from '@backstage/ui';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import styles from './PromotionLinks.module.css';

const words: Array<[keyof Promotion['links'], string]> = [
  ['supersededBy', 'Superseded by a newer promotion'],
  ['supersedes', 'Took the place of an older promotion'],
  ['rollsBack', 'Rolls back a promotion that went wrong'],
  ['rolledBackBy', 'Rolled back by another promotion'],
  ['backfills', 'Back-fills a hotfix'],
];

/** Other promotions that this one has to do with. */
export function PromotionLinks(props: { promotion: Promotion }) {
  const { links } = props.promotion;
  const pages = useGitopsLinks();
  const shown = words.flatMap(([key, text]) => {
    const id = links[key];
    return id ? [{ key, text, id, href: pages.promotion(id) }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Related promotions">
      {shown.map(({ key, text, id, href }) => (
        <li key={key}>
          {href ? (
            <Link href={href} title={id}>
              {text}
            </Link>
          ) : (
            `${text}: ${id}`
          )}
        </li>
      ))}
    </ul>
  );
}
