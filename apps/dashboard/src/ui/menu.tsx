import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';

/** A button that opens a sheet of controls; Escape, a click elsewhere or leaving by Tab closes it. */
export function Menu({
  label,
  icon,
  on = false,
  align = 'start',
  children,
}: {
  readonly label: string;
  readonly icon: IconName;
  /** Whether what it holds is in effect. */
  readonly on?: boolean;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const onPress = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('pointerdown', onPress);
    return () => {
      removeEventListener('pointerdown', onPress);
    };
  }, [open]);
  return (
    <div
      className="menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        button.current?.focus();
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget))
          setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="button"
        aria-expanded={open}
        aria-controls={id}
        {...(on && { 'data-on': '' })}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <Icon name={icon} />
        {label}
      </button>
      <div id={id} className="menu-sheet" data-align={align} hidden={!open} role="group" aria-label={label}>
        {open && children}
      </div>
    </div>
  );
}
