import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { ErrorBoundary } from './error-boundary.js';
import { Skeleton } from './skeleton.js';

/**
 * A part of the page whose code comes when it is first shown: what is shown at once must not wait for it. Where the code
 * does not come, it says so in its own place.
 *
 * @param what as in "The overview"
 */
export function lazyPart<Props extends object>(
  what: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Part: ComponentType<Props> = lazy(async () => ({ default: await load() }));
  return function LazyPart(props): ReactNode {
    return (
      <ErrorBoundary what={what}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <Part {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  };
}
