// Checks that guards which need parameters are given them, where their syntax shows that they do.
import { ts } from 'ts-morph';
import { type Chart, statesOf } from '../load/chart.js';
import type { Finding } from './finding.js';
import type { MachinePlaces } from './machine-places.js';

/** Findings about guards that are named without the parameters that they need. */
export function checkParameters(chart: Chart, places: Pick<MachinePlaces, 'guardFunction'>): Finding[] {
  return statesOf(chart.root).flatMap(({ path, transitions }) =>
    transitions.flatMap((transition) =>
      transition.guards.flatMap((guard): Finding[] => {
        if (guard.kind !== 'bare' || !needsParameters(places.guardFunction(guard.name))) return [];
        const { name, within } = guard;
        const message = `The guard "${name}" needs parameters, and is given none. Write { type: '${name}', params: { … } }.`;
        if (within !== '') return [{ part: { kind: 'guard', name: within }, message }];
        return [{ part: { kind: 'transition', path, transition, member: 'guard', detail: name }, message }];
      }),
    ),
  );
}

function needsParameters(guard: ts.SignatureDeclaration | null): boolean {
  const parameter = guard?.parameters[1];
  if (parameter === undefined || parameter.questionToken || parameter.initializer || parameter.dotDotDotToken) {
    return false;
  }
  if (parameter.type !== undefined) return isSomething(parameter.type);
  // Nothing cannot be taken apart.
  return ts.isObjectBindingPattern(parameter.name) || ts.isArrayBindingPattern(parameter.name);
}

/** Whether a written type is certain to leave `undefined` out. */
function isSomething(type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isSomething(type.type);
  if (ts.isUnionTypeNode(type)) return type.types.every(isSomething);
  if (ts.isTypeReferenceNode(type)) return isSomethingNamed(type);
  return ts.isTypeLiteralNode(type) || ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type) || PLAIN.has(type.kind);
}

const PLAIN: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
]);

/** Of a type with a name, only what its own file says of it. */
function isSomethingNamed({ typeName }: ts.TypeReferenceNode): boolean {
  if (!ts.isIdentifier(typeName)) return false;
  const { statements } = typeName.getSourceFile();
  if (statements.some((one) => ts.isInterfaceDeclaration(one) && one.name.text === typeName.text)) return true;
  return statements.some(
    (one) => ts.isTypeAliasDeclaration(one) && one.name.text === typeName.text && ts.isTypeLiteralNode(one.type),
  );
}
