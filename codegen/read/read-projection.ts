// Reads one projection: whose events it folds, its row, key, unique fields and SLA.
import { ts } from 'ts-morph';
import type { AggregateModel, FieldModel, ProjectionModel } from '../model.js';
import { parseTag } from './apply-tags.js';
import { type Declaration, declaredOf } from './declarations.js';
import type { DocComment, DocTag } from './doc-comment.js';
import { type Member, membersOfDeclaration } from './members.js';
import { NO_PARAMETERS, type ReadContext, type Written } from './read-context.js';
import { readField } from './read-type.js';
import { interfaceOf, resolve } from './resolve.js';

/** An aggregate that was read, with the type of its id as written. */
export interface ReadAggregate {
  readonly model: AggregateModel;
  readonly id: Written | null;
}

/** Reads a projection; `null` where it folds no aggregate (reported). */
export function readProjection(
  context: ReadContext,
  { node, given }: Declaration,
  aggregates: ReadonlyMap<ts.Node, ReadAggregate>,
): ProjectionModel | null {
  const declared = declaredOf(context, node, ['sla']);
  const sla = tagOf(context.docOf(node), 'sla');
  const members = membersOfDeclaration(context, node, NO_PARAMETERS) ?? [];
  const read = members.map((member) => ({ member, ...readField(context, member, ['key', 'unique']) }));
  const [source] = given;
  const folded = source === undefined ? null : interfaceOf(context, source);
  const aggregate = folded === null ? undefined : aggregates.get(folded);
  if (source === undefined || aggregate === undefined) {
    context.refuse(
      source?.node ?? node.name,
      'A projection folds one aggregate. Write Projection<…> with an aggregate of a *.domain.ts file.',
    );
    return null;
  }
  const keys = read.filter(({ doc }) => flag(context, doc, 'key'));
  const [key, second] = keys;
  if (key === undefined) {
    context.refuse(
      node.name,
      `${declared.name} has no key. Tag the field that holds the id of ${aggregate.model.name}: /** @key */`,
    );
  } else {
    refuseKey(context, key, aggregate);
  }
  if (second !== undefined) {
    context.problems.add(
      second.field.at,
      `${declared.name} has two keys. Leave @key on one field; tag others @unique.`,
    );
  }
  return {
    ...declared,
    aggregate: aggregate.model.name,
    key: key?.field.name ?? '',
    unique: read.filter(({ doc }) => flag(context, doc, 'unique')).map(({ field }) => field.name),
    slaMs: sla === undefined ? null : readSla(context, sla),
    row: { kind: 'object', fields: read.map(({ field }) => field) },
  };
}

/** A tag of a comment, by name. */
export function tagOf(doc: DocComment | null, name: string): DocTag | undefined {
  return doc?.tags.find((tag) => tag.name === name);
}

function flag(context: ReadContext, doc: DocComment | null, name: string): boolean {
  const tag = tagOf(doc, name);
  if (tag === undefined) return false;
  if (tag.value !== '' || tag.more !== '') {
    context.problems.add(tag.at, `@${name} takes no value. Write text above the tags.`);
  }
  return true;
}

function refuseKey(
  context: ReadContext,
  { field, member }: { readonly field: FieldModel; readonly member: Member },
  { model, id }: ReadAggregate,
): void {
  const wanted = model.idName?.name ?? 'string';
  const fits = !field.optional && sameAlias(context, member.type, id);
  if (!fits) {
    context.problems.add(
      field.at,
      `The key of a projection of ${model.name} is its id. Write "${field.name}: ${wanted}".`,
    );
  }
}

/** Whether a type is written with the alias that the id is written with; for an id of plain text, whether it is `string`. */
function sameAlias(context: ReadContext, written: Written, id: Written | null): boolean {
  const target = id === null ? null : aliasOf(context, id);
  let { node, environment } = written;
  for (const seen = new Set<ts.Node>(); !seen.has(node); ) {
    seen.add(node);
    if (target === null && node.kind === ts.SyntaxKind.StringKeyword) return true;
    if (ts.isIndexedAccessTypeNode(node)) return false;
    if (!ts.isTypeReferenceNode(node)) continue;
    const resolved = resolve(context, node, environment);
    if (resolved.kind === 'unresolved') return true;
    if (resolved.kind === 'parameter') ({ node, environment } = resolved.written);
    if (resolved.kind !== 'declaration' || !ts.isTypeAliasDeclaration(resolved.declaration)) continue;
    if (resolved.declaration === target) return true;
    node = resolved.declaration.type;
  }
  return false;
}

function aliasOf(context: ReadContext, { node, environment }: Written): ts.Node | null {
  if (!ts.isTypeReferenceNode(node)) return null;
  const resolved = resolve(context, node, environment);
  return resolved.kind === 'declaration' ? resolved.declaration : null;
}

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

function readSla(context: ReadContext, tag: DocTag): number | null {
  const read = parseTag(tag, (value) => {
    const found = /^([1-9]\d*)(ms|s|m)$/.exec(value);
    const ms = Number(found?.[1]) * (MS[found?.[2] ?? ''] ?? Number.NaN);
    return Number.isSafeInteger(ms)
      ? { ms }
      : { refused: `@sla cannot be "${value}": it takes a time as 250ms, 2s or 1m.` };
  });
  if ('ms' in read) return read.ms;
  context.problems.add(tag.at, read.refused);
  return null;
}
