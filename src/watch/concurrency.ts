/** Runs `task` for each item, at most `limit` at a time. Resolves when all have ended; `task` must not reject. */
export async function forEachAtMost<T>(
  limit: number,
  items: Iterable<T>,
  task: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator shared by all workers: each takes the next item as soon as it is free.
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
