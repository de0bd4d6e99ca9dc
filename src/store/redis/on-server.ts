// Repeats what a script does not do because another server is recorded than the one it meets. Records none itself.

/** Does a script's work; where it answers `server`, has that server recorded, and does it again. */
export async function onServer<Answer extends { readonly kind: string }>(
  work: () => Promise<Answer>,
  record: () => Promise<void>,
): Promise<Exclude<Answer, { readonly kind: 'server' }>> {
  for (;;) {
    const answer = await work();
    if (answer.kind !== 'server') return answer as Exclude<Answer, { readonly kind: 'server' }>;
    await record();
  }
}
