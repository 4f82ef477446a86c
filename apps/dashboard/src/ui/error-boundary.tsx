import { Component, type ComponentType, type ReactNode } from 'react';
import { StateBox } from './state-box.js';

interface Props {
  /** What is missing where the message stands, as in "The overview". */
  readonly what: string;
  /** What the message stands in: a box in the part's place, or the screen where that is the whole page. */
  readonly frame?: ComponentType<{
    readonly title: string;
    readonly children: ReactNode;
    readonly alert: boolean;
  }>;
  readonly children: ReactNode;
}

/**
 * Keeps a part that breaks from taking the rest of the page with it: says so in its place, and offers to try again.
 * React knows no boundary but a class.
 */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown): { readonly error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const Frame = this.props.frame ?? StateBox;
    return (
      <Frame title={`${this.props.what} could not be shown`} alert>
        <p>{error.message}</p>
        <button type="button" className="button" onClick={reload}>
          Try again
        </button>
      </Frame>
    );
  }
}

/**
 * A browser never asks twice for code that failed to come, and another version of the page may be served by now; the view
 * stands in the URL, so that a new page shows the same.
 */
function reload(): void {
  location.reload();
}
