/** Functions of `node:util` that tfjs-node calls and that Node 23 took away. */
interface OldUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/** Gives `node:util` back what tfjs-node 4.22 expects there; what is still there stays. */
export function shimUtil(util: OldUtil): void {
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
