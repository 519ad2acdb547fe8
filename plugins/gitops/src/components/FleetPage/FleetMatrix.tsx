import { Link } from '@backstage/ui';
import {
  Environment,
  FleetRow,
} from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { entityName } from '../../text/entityName';
import { ScrollArea } from '../ui/ScrollArea';
import { FleetCellView } from './FleetCellView';
import styles from './FleetMatrix.module.css';

/** The table itself: a row for each service, a column for each environment. */
export function FleetMatrix(props: {
  environments: Environment[];
  rows: FleetRow[];
}) {
  const { environments, rows } = props;
  const links = useGitopsLinks();
  return (
    <ScrollArea label="Services and environments" className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.service}>
              Service
            </th>
            {environments.map(environment => (
              <th key={environment.name} scope="col">
                {environment.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => {
            const href = links.deployments(row.entityRef);
            return (
              <tr key={row.entityRef}>
                <th scope="row" className={styles.service}>
                  {href ? <Link href={href}>{row.title}</Link> : row.title}
                  <span className={styles.belongs}>
                    {[row.owner, row.system]
                      .flatMap(ref => (ref ? entityName(ref) : []))
                      .join(' · ')}
                  </span>
                </th>
                {environments.map(({ name }) => (
                  <td key={name}>
                    <FleetCellView
                      cell={row.cells.find(cell => cell.environment === name)}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
