import type { ReactNode } from 'react';
import { PageLink } from '../ui/page-link.js';
import { useView } from '../url/use-view.js';
import type { PageName } from '../url/view-state.js';

const tabs: readonly { readonly page: PageName; readonly label: string; readonly ofPicked: boolean }[] = [
  { page: 'leaderboard', label: 'Leaderboard', ofPicked: false },
  { page: 'curves', label: 'Curves', ofPicked: true },
  { page: 'compare', label: 'Compare', ofPicked: true },
  { page: 'running', label: 'Running', ofPicked: false },
];

/** The views of a sweep; filter, sort and picked trials go along. */
export function Tabs({ picked }: { readonly picked: number }): ReactNode {
  const { view } = useView();
  return (
    <nav className="tabs" aria-label="Views">
      {tabs.map(({ page, label, ofPicked }) => (
        <PageLink
          key={page}
          to={{ page, trial: null }}
          current={view.page === page || (view.page === 'trial' && page === 'leaderboard')}
        >
          {label}
          {ofPicked && picked > 0 && <span className="chip">{picked}</span>}
        </PageLink>
      ))}
    </nav>
  );
}
