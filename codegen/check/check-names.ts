// Names of the domain are unique, also in the forms that generated code gives them, and take no name that JavaScript needs.
import type { Declared, DomainModel, Problem } from '../model.js';
import { comparePlaces } from '../read/problem-list.js';

interface Named {
  readonly what: 'aggregate' | 'command' | 'event' | 'projection' | 'rollup' | 'query' | 'type';
  readonly declared: Declared;
}

/** Refuses names that collide, cannot be generated, or mean something else to JavaScript. */
export function checkNames(model: DomainModel): readonly Problem[] {
  const all = namesOf(model);
  return [...all.flatMap(refuseName), ...refuseCollisions(all)];
}

function namesOf(model: DomainModel): readonly Named[] {
  const named = (what: Named['what'], list: readonly Declared[]): readonly Named[] =>
    list.map((declared) => ({ what, declared }));
  return [
    ...named('aggregate', model.aggregates),
    ...named(
      'command',
      model.aggregates.flatMap(({ commands }) => commands),
    ),
    ...named(
      'event',
      model.aggregates.flatMap(({ events }) => events),
    ),
    ...named('projection', model.projections),
    ...named('rollup', model.rollups),
    ...named('query', model.queries),
    ...named('type', model.types),
  ];
}

/** Every object has them, and a bus that answers to `then` is taken for a promise. In lower case. */
const TAKEN: ReadonlySet<string> = new Set(
  [...Object.getOwnPropertyNames(Object.prototype), 'then'].map((name) => name.toLowerCase()),
);

/** Names of aggregates become constants: these words cannot. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

function refuseName({ what, declared: { name, at } }: Named): readonly Problem[] {
  if (what === 'type') return [];
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    const message = `The name of ${article(what)} starts with a capital and holds letters and digits only. Rename ${name}.`;
    return [{ at, message }];
  }
  const lower = name.toLowerCase();
  if (TAKEN.has(lower)) {
    return [
      {
        at,
        message: `${name} cannot be the name of ${article(what)}: every object answers to ${camel(name)}. Rename it.`,
      },
    ];
  }
  if (what === 'aggregate' && RESERVED.has(camel(name))) {
    return [
      { at, message: `${name} cannot be the name of an aggregate: ${camel(name)} is a word of JavaScript. Rename it.` },
    ];
  }
  return [];
}

function refuseCollisions(all: readonly Named[]): readonly Problem[] {
  const first = new Map<string, Named>();
  const problems: Problem[] = [];
  for (const named of [...all].sort((a, b) => comparePlaces(a.declared.at, b.declared.at))) {
    const { name, at } = named.declared;
    const namesake = first.get(name.toLowerCase());
    if (namesake === undefined) {
      first.set(name.toLowerCase(), named);
      continue;
    }
    const other = namesake.declared;
    const same = other.name === name ? 'has this name, too' : `differs from it only in capitals`;
    problems.push({
      at,
      message: `${name} is not unique: ${article(namesake.what)} ${other.name} at ${other.at.file}:${other.at.line} ${same}. Rename one of them.`,
    });
  }
  return problems;
}

function article(what: Named['what']): string {
  return `${what === 'aggregate' || what === 'event' ? 'an' : 'a'} ${what}`;
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
