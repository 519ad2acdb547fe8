import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { explainTarget } from '../../text/explainTarget';
import { Note } from '../ui/Note';
import { Since } from '../ui/Since';

/** What goes on in a target, and what is not well of which no finding says more. */
export function TargetNotes(props: { target: Target }) {
  return explainTarget(props.target).map(note => (
    <Note
      key={`${note.title}/${note.detail}`}
      severity={note.severity}
      title={
        <>
          {note.title}
          <Since at={note.since} />
        </>
      }
    >
      {note.detail && <p>{note.detail}</p>}
      {note.items && note.items.length > 0 && (
        <ul>
          {note.items.map(item => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </Note>
  ));
}
