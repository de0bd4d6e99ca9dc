// Emits `upcasters.ts`: the types of older versions, and the typed helpers for what makes them today's.
import type { EventVersion } from '../lock/event-versions.js';
import type { AggregateModel, DomainModel } from '../model.js';
import { aggregateToday } from './aggregate.js';
import { code, contractType, contractValue, domainType, GeneratedFile, type Printable } from './generated-file.js';
import { literal, quoted } from './literal.js';
import { type Counterpart, type IsRenamed, namesOfOldTypes, printOldTypes } from './old-types.js';
import { renamedSince } from './renamed-fields.js';
import { WHOLE_DOMAIN } from './sources.js';

/** Path of the helpers for upcasters. */
export const UPCASTERS_FILE = 'upcasters.ts';

/** The types of older versions and the helpers for upcasters; none in a domain whose events never changed. `model` holds retired events. */
export function upcastersFile(model: DomainModel, versions: readonly EventVersion[]): GeneratedFile[] {
  const old = versions.filter(({ isToday }) => !isToday);
  if (old.length === 0) return [];
  const names = old.flatMap(({ key, descriptor }) => [key, ...namesOfOldTypes(key, descriptor.types)]);
  const file = new GeneratedFile(UPCASTERS_FILE, WHOLE_DOMAIN, ['upcast', 'Versions', ...names]);
  for (const version of old) {
    const { descriptor, key } = version;
    file.doc(`${descriptor.event} as version ${descriptor.version} stored it.`);
    if (isLast(versions, version)) {
      file.print`export type ${key} = ${declaredData(model, version)};`;
      file.print``;
    } else printOldTypes(file, key, descriptor, nextOf(model, versions, version), renamesOf(model, version));
  }
  printHelpers(file, model, versions, old);
  return [file];
}

function printHelpers(
  file: GeneratedFile,
  model: DomainModel,
  versions: readonly EventVersion[],
  old: readonly EventVersion[],
): void {
  const written = old.filter(({ step }) => step === 'upcaster');
  if (written.length === 0) return;
  file.print`interface Versions {`;
  for (const version of written) {
    const { key, descriptor } = version;
    const aggregate = aggregateToday(aggregateOf(model, version));
    const next = nextOf(model, versions, version)?.type ?? 'never';
    file.print`  ${key}: { aggregate: ${aggregate}; event: ${quoted(descriptor.event)}; data: ${key}; next: ${next} };`;
  }
  file.print`}`;
  file.print``;
  file.doc('`upcast.<Version>(({ event }) => …)` gives an upcaster its types.');
  const names = written.map(({ key }) => key);
  const [type, make] = [contractType('UpcastHelpers'), contractValue('upcastHelpers')];
  file.print`export const upcast: ${type}<Versions> = ${make}<Versions>(${literal(names, 0, 76)});`;
}

/** What a version becomes; `null` for the last one of a retired event. */
function nextOf(model: DomainModel, versions: readonly EventVersion[], version: EventVersion): Counterpart | null {
  const next = following(versions, version);
  if (next === undefined) return null;
  const isDeclared = next.isToday || isLast(versions, next);
  return { ...next.descriptor, type: isDeclared ? declaredData(model, next) : next.key };
}

/** Where only names differ, every field has kept its place; else the tags tell. */
function renamesOf(model: DomainModel, { step, descriptor }: EventVersion): IsRenamed {
  if (step === 'renames') return (old, next) => old.index === next.index;
  const renamed = renamedSince(model, descriptor);
  return (old, next) => renamed.some(({ name, renamedFrom }) => name === next.name && renamedFrom === old.name);
}

function isLast(versions: readonly EventVersion[], version: EventVersion): boolean {
  return following(versions, version) === undefined;
}

function following(versions: readonly EventVersion[], { descriptor }: EventVersion): EventVersion | undefined {
  return versions.find((other) => {
    return other.descriptor.number === descriptor.number && other.descriptor.version === descriptor.version + 1;
  });
}

function declaredData(model: DomainModel, version: EventVersion): Printable {
  const { name, at } = aggregateOf(model, version);
  return code`${domainType(name, at.file)}['events'][${quoted(version.descriptor.event)}]`;
}

function aggregateOf({ aggregates }: DomainModel, { descriptor }: EventVersion): AggregateModel {
  const found = aggregates.find(({ name }) => name === descriptor.aggregate);
  if (found === undefined)
    throw new Error(`The model has no aggregate ${descriptor.aggregate}: it was emitted unlocked.`);
  return found;
}
