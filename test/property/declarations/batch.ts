// One batch of random declarations: read in one go, held against values, and compiled in one run.
import { schemaTable } from '../../../codegen/emit/schema.js';
import { readFiles } from '../../support/domain-fixture.js';
import type { Breaking, BreakingKind } from './breaking.js';
import type { Construct } from './constructs.js';
import { type Declaration, declarationOf, textOf } from './declaration.js';
import { expressionOf, mayPassOver } from './expression.js';
import { holdsSuch, type Meaning } from './meaning.js';
import { type Assignment, typeCheck } from './type-check.js';
import { type Checked, checkValues, generatedFor } from './value-checks.js';
import type { Files } from './writer.js';

const DECLARATIONS = 60;
/** Values of each declaration that TypeScript looks at. */
const COMPILED = 14;
/** Longer ones say no more. */
const LONGEST = 4000;

/** What a batch met. */
export interface BatchReport {
  readonly constructs: ReadonlyMap<Construct, number>;
  readonly breakings: ReadonlyMap<BreakingKind, number>;
  /** Mutations that TypeScript was to refuse. */
  readonly refusedByTypeScript: ReadonlyMap<BreakingKind, number>;
  /** What is wrong, the shortest declaration first, each with its text. */
  readonly failures: readonly string[];
}

/** Runs the batch of a seed. */
export function runBatch(seed: number): BatchReport {
  const declarations = Array.from({ length: DECLARATIONS }, (_, index) => declarationOf(seed * 1000 + index, index));
  const files: Files = Object.assign({}, ...declarations.map((declaration) => declaration.files));
  const { model, problems } = readFiles(files);
  const failures = problems.map((message) => ({ declaration: ownerOf(declarations, message), message }));
  const checked = new Map<Declaration, Checked>();
  if (problems.length === 0) {
    const generated = generatedFor(schemaTable(model));
    for (const declaration of declarations) {
      const found = checkedOrThrown(() => checkValues(generated, declaration, seed));
      checked.set(declaration, found);
      failures.push(...found.failures.map((message) => ({ declaration, message })));
    }
  }
  const compiled = compileBatch(files, checked);
  failures.push(...compiled.failures);
  const broken = [...checked.values()].flatMap((each) => each.broken);
  return {
    constructs: tally(declarations.flatMap(({ constructs }) => [...constructs.keys()])),
    breakings: tally(broken.map(({ what }) => what)),
    refusedByTypeScript: tally(compiled.refused),
    failures: failures
      .map(({ declaration, message }) => ({ text: textOf(declaration), message }))
      .sort((a, b) => a.text.length - b.text.length)
      .map(({ text, message }) => `${message}\n\n${text}`),
  };
}

/** The declaration that a problem's file is of. */
function ownerOf(declarations: readonly Declaration[], problem: string): Declaration {
  const isOf = ({ files }: Declaration) => Object.keys(files).some((path) => problem.startsWith(`${path}:`));
  // A problem of no file is everyone's: it must not get lost.
  return (declarations.find(isOf) ?? declarations[0]) as Declaration;
}

/** What is thrown is a failure of its declaration, too: a schema that no value fits, say. */
function checkedOrThrown(check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    return { valid: [], broken: [], failures: [`Thrown: ${error instanceof Error ? error.stack : String(error)}`] };
  }
}

interface Failure {
  readonly declaration: Declaration;
  readonly message: string;
}

interface Compiled {
  readonly refused: readonly BreakingKind[];
  readonly failures: readonly Failure[];
}

function compileBatch(files: Files, checked: ReadonlyMap<Declaration, Checked>): Compiled {
  const owners = new Map<Assignment, Declaration>();
  const refused: BreakingKind[] = [];
  const head = ["import type { Branded } from 'statefold/domain';"];
  for (const [declaration, found] of checked) {
    const { number } = declaration;
    head.push(`import type { Thing${number} } from './domain/d${number}.domain.js';`);
    for (const { assignment, breaking } of assignmentsOf(declaration, found)) {
      owners.set(assignment, declaration);
      if (breaking !== null) refused.push(breaking.what);
    }
  }
  if (owners.size === 0) return { refused, failures: [] };
  const failures = typeCheck(files, head, [...owners.keys()]).map(({ assignment, message }) => {
    const [first] = checked.keys();
    const declaration = (assignment === null ? first : owners.get(assignment)) as Declaration;
    const about = assignment === null ? '' : ` (${assignment.what}: ${assignment.expression})`;
    return { declaration, message: `TypeScript: ${message}${about}` };
  });
  return { refused, failures };
}

interface Compilable {
  readonly assignment: Assignment;
  /** The mutation that TypeScript must refuse; `null` for a valid value. */
  readonly breaking: Breaking | null;
}

function assignmentsOf({ number, command, payload }: Declaration, { valid, broken }: Checked): readonly Compilable[] {
  // TypeScript may take a field called `toString` for the method that everything has, and then mistypes what stands beside it.
  if (holdsSuch(payload, hasInheritedName)) return [];
  const type = `Thing${number}['commands']['${command}']`;
  const accepted = valid
    .filter((_, index) => index % Math.ceil(valid.length / COMPILED) === 0)
    .map(({ what, value }): Compilable => {
      const expression = expressionOf(payload, value);
      return { assignment: { type, expression, isError: false, what }, breaking: null };
    });
  const refused = broken.flatMap((breaking): readonly Compilable[] => {
    const expression = breaking.expression?.() ?? null;
    if (expression === null || mayPassOver(expression)) return [];
    const what = `${breaking.what} at '${breaking.pointer}'`;
    return [{ assignment: { type, expression, isError: true, what }, breaking }];
  });
  return [...accepted, ...refused].filter(({ assignment }) => assignment.expression.length <= LONGEST);
}

function hasInheritedName(meaning: Meaning): boolean {
  return meaning.kind === 'object' && meaning.fields.some(({ name }) => name in Object.prototype);
}

function tally<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
