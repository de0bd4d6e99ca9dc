// Says what to write instead of a type that a domain cannot hold. Decides nothing else.
import { ts } from 'ts-morph';

const UTILITY_TYPES: ReadonlySet<string> = new Set(
  'Partial Required Pick Omit Exclude Extract NonNullable Parameters ReturnType Awaited InstanceType NoInfer'.split(
    ' ',
  ),
);

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.AnyKeyword, '"any" cannot be checked. Write the type of the data.'],
  [ts.SyntaxKind.UnknownKeyword, '"unknown" cannot be checked. Write the type of the data.'],
  [ts.SyntaxKind.ObjectKeyword, '"object" says nothing about its fields. Write { … } with the fields.'],
  [ts.SyntaxKind.UndefinedKeyword, '"undefined" cannot be stored. Make the field optional with "?", or use null.'],
  [ts.SyntaxKind.NeverKeyword, '"never" has no value. Leave the field out.'],
  [ts.SyntaxKind.VoidKeyword, '"void" has no value. Leave the field out, or use null.'],
  [ts.SyntaxKind.SymbolKeyword, '"symbol" cannot be stored. Use a string.'],
  [ts.SyntaxKind.FunctionType, 'A function cannot be stored. Write the data that it works on.'],
  [ts.SyntaxKind.ConstructorType, 'A constructor cannot be stored. Write the data that it works on.'],
  [ts.SyntaxKind.MappedType, 'A mapped type is not supported. Write the fields out, or Record<string, …>.'],
  [ts.SyntaxKind.ConditionalType, 'A conditional type is not supported. Write the type that it comes to.'],
  [ts.SyntaxKind.TemplateLiteralType, 'A template literal type is not supported. Use string with a @pattern.'],
  [ts.SyntaxKind.TypeQuery, '"typeof" is not supported: a domain file holds types only. Write the type out.'],
  [ts.SyntaxKind.ImportType, 'import("…") is not supported here. Import the type at the head of the file.'],
  [ts.SyntaxKind.TypeOperator, "\"keyof\" is not supported. Write the names as a union: 'a' | 'b'."],
]);

const LIBRARY: ReadonlyMap<string, string> = new Map([
  ['Map', 'Use Record<string, …> or an array of entries.'],
  ['Set', 'Use an array with @uniqueItems.'],
  ['Object', 'Write { … } with the fields.'],
  ['Buffer', 'Use Uint8Array.'],
  ['ArrayBuffer', 'Use Uint8Array.'],
  ['String', 'Write string.'],
  ['Number', 'Write number.'],
  ['Boolean', 'Write boolean.'],
  ['BigInt', 'Write bigint.'],
  ['RegExp', 'Use a string.'],
]);

/** Why a type is refused, and what to write instead. */
export function refuseType(node: ts.TypeNode): string {
  const known = KEYWORDS.get(node.kind);
  if (known !== undefined) return known;
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (UTILITY_TYPES.has(name)) return `${name}<…> is not supported. Write out the type that it comes to.`;
    return `${name} cannot be stored as it is. ${LIBRARY.get(name) ?? 'Use string, number, Int, bigint, boolean, Date, Uint8Array, arrays, records and objects.'}`;
  }
  return `The type ${node.getText()} is not supported. Use scalars, literals, unions, arrays, tuples, records and objects.`;
}
