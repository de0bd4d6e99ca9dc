// The command line that runs a failure again step by step, ready to paste. Runs nothing.

/** What a failure was found with, as far as it has to be said again. */
export interface FoundWith {
  readonly law: string;
  readonly seed: number;
  readonly path: string;
  /** Commands of the longest history; `null` where that is the default. */
  readonly commands: number | null;
  /** Names of the options that are values of the user's: arbitraries, invariants, stores. */
  readonly own: readonly string[];
}

/** The command line, and on a second line what only the user can add. */
export function printReplay({ law, seed, path, commands, own }: FoundWith): readonly string[] {
  const words = [
    'npx statefold replay',
    `--law "${law}" --seed ${seed} --path "${path}"`,
    ...(commands === null ? [] : [`--commands ${commands}`]),
    ...(own.length === 0 ? [] : ['--options <module>']),
  ];
  const line = `Step by step: ${words.join(' ')}`;
  return own.length === 0 ? [line] : [line, `  (a module that exports as "options" the ${listed(own)} given here)`];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
