import type { LeaderboardReply } from '@frostline/protocol';
import { useId, type ReactNode } from 'react';
import { settingLabel } from '../model/settings.js';
import { Menu } from '../ui/menu.js';
import { useView } from '../url/use-view.js';

/** Groups the table by a setting that varies. */
export function GroupMenu({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const name = useId();
  const choice = (setting: string | null): ReactNode => (
    <label className="menu-item" key={setting}>
      <input
        type="radio"
        name={name}
        checked={view.group === setting}
        onChange={() => {
          go({ group: setting, shut: [] });
        }}
      />
      {setting === null ? 'not at all' : settingLabel(setting)}
    </label>
  );
  return (
    <Menu
      label={view.group === null ? 'Group' : `By ${settingLabel(view.group)}`}
      icon="group"
      on={view.group !== null}
    >
      <fieldset>
        <legend>Group by</legend>
        {choice(null)}
        {board.varying.map(choice)}
      </fieldset>
    </Menu>
  );
}
