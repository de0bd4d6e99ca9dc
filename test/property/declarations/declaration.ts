// One random domain: its files, and what the payload of its one command means. Reads nothing.
import type { Construct } from './constructs.js';
import type { ObjectMeaning } from './meaning.js';
import { Random } from './random.js';
import { randomPayload } from './random-meaning.js';
import { spellPayload } from './spelling.js';
import { type Files, Writer } from './writer.js';

/** A domain of one aggregate with one command. */
export interface Declaration {
  readonly number: number;
  /** The command's name, and that of its schema. */
  readonly command: string;
  readonly payload: ObjectMeaning;
  readonly files: Files;
  readonly constructs: ReadonlyMap<Construct, number>;
}

/** Makes the domain of a seed. Its names carry `number`. */
export function declarationOf(seed: number, number: number): Declaration {
  const random = new Random(seed);
  const writer = new Writer(random, number);
  const payload = randomPayload(random);
  const files = writer.files(spellPayload(writer, payload));
  return { number, command: `Do${number}`, payload, files, constructs: writer.constructs };
}

/** All text of a declaration, to be shown. */
export function textOf({ files }: Declaration): string {
  return Object.entries(files)
    .map(([path, text]) => `// ${path}\n${text}`)
    .join('\n');
}
