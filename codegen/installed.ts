// Whether a package is there that an installation may go without. Loads nothing.

/** Whether a package can be imported. */
export function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    // Resolution says in no other way that a package is not there.
    return false;
  }
}
