// Keeps the declarations of one random domain and lays them out in files with imports. Knows nothing of what they mean.
import type { Construct } from './constructs.js';
import type { Random } from './random.js';

/** Paths from the project's root, and texts. */
export type Files = Readonly<Record<string, string>>;

interface Declared {
  readonly name: string;
  readonly home: string;
  text: string;
}

const WORDS = ['Aggregate', 'Branded', 'Empty', 'Int'];

/** The declarations of one domain, number `number`: all its names carry it, so that many domains share a project. */
export class Writer {
  readonly random: Random;
  readonly constructs = new Map<Construct, number>();
  /** Names of the types that others refer to, as they are written there. */
  readonly names = new Map<object, string>();
  /** Of these the recursive generics, without arguments. */
  readonly generics = new Map<object, string>();
  readonly #number: number;
  readonly #declared: Declared[] = [];
  readonly #shared = new Map<string, string>();
  #namespaces = true;

  constructor(random: Random, number: number) {
    this.random = random;
    this.#number = number;
  }

  met(...constructs: readonly Construct[]): void {
    for (const construct of constructs) this.constructs.set(construct, (this.constructs.get(construct) ?? 0) + 1);
  }

  /** Declares a type: `text` gets its name. Returns the name. */
  declare(text: (name: string) => string): string {
    const name = `T${this.#number}x${this.#declared.length}`;
    const file = this.random.pick(['', '', '', 'types', 'more']);
    if (file !== '') this.met(file === 'types' ? 'file of types' : 'another domain file');
    const declared: Declared = { name, home: this.#path(file), text: '' };
    // Kept before its text is made: what that declares comes after it.
    this.#declared.push(declared);
    // After its comment, which would belong to nothing otherwise.
    declared.text = text(name).replace(new RegExp(`^(interface|type) ${name}\\b`, 'm'), 'export $&');
    return name;
  }

  /** Declares a generic type that many places use: once in a while anew, else the one that is there. */
  shared(key: string, text: (name: string) => string): string {
    const known = this.#shared.get(key);
    if (known !== undefined && this.random.chance(0.7)) return known;
    const name = this.declare(text);
    this.#shared.set(key, name);
    return name;
  }

  /** From now on no type is imported through a namespace: the arguments of a recursive generic need plain names. */
  withoutNamespaces(): void {
    this.#namespaces = false;
  }

  /** All files, with an aggregate whose one command has the payload written as `payload`. */
  files(payload: string): Files {
    const number = this.#number;
    const aggregate = `export interface Thing${number} extends Aggregate {
  state: Empty;
  commands: { Do${number}: ${payload} };
  events: { Done${number}: Empty };
}`;
    const homes = new Set([this.#path(''), ...this.#declared.map(({ home }) => home)]);
    return Object.fromEntries(
      [...homes].map((home) => {
        const own = this.#declared.filter((declared) => declared.home === home).map(({ text }) => text);
        const first = home === this.#path('') ? [aggregate] : [];
        return [home, this.#withImports(home, this.random.shuffled([...first, ...own]).join('\n\n'))];
      }),
    );
  }

  #path(file: string): string {
    if (file === '') return `domain/d${this.#number}.domain.ts`;
    return file === 'types' ? `types/t${this.#number}.ts` : `domain/m${this.#number}.domain.ts`;
  }

  #withImports(home: string, body: string): string {
    let text = body;
    const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(text);
    const imports = [];
    const foreign = this.#declared.filter((declared) => declared.home !== home && uses(declared.name));
    for (const from of new Set(foreign.map((declared) => declared.home))) {
      const names = foreign.filter((declared) => declared.home === from).map(({ name }) => name);
      const specifier = `../${from.replace(/\.ts$/, '.js')}`;
      const replaceAll = (to: (name: string) => string) => {
        for (const name of names) text = text.replace(new RegExp(`\\b${name}\\b`, 'g'), to(name));
      };
      if (this.#namespaces && this.random.chance(0.2)) {
        this.met('import of a namespace');
        replaceAll((name) => `other${imports.length}.${name}`);
        imports.push(`import type * as other${imports.length} from '${specifier}';`);
      } else if (this.random.chance(0.25)) {
        this.met('renamed import');
        replaceAll((name) => `${name}Here`);
        imports.push(
          `import type { ${names.map((name) => `${name} as ${name}Here`).join(', ')} } from '${specifier}';`,
        );
      } else imports.push(`import { ${names.map((name) => `type ${name}`).join(', ')} } from '${specifier}';`);
    }
    const words = WORDS.filter(uses);
    if (words.length > 0) imports.unshift(`import type { ${words.join(', ')} } from 'statefold/domain';`);
    const whole = `${[...imports, '', text].join('\n')}\n`;
    if (!this.random.chance(0.15)) return whole;
    this.met('CRLF');
    return whole.replaceAll('\n', '\r\n');
  }
}
