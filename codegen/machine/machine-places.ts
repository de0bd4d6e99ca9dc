// Finds where a part of a machine is written. What syntax cannot follow stands at the nearest place that it can.
import { ts } from 'ts-morph';
import { isGeneratedPath } from '../load/fingerprint.js';
import type { FoundImplementation } from '../load/implementations.js';
import type { ProjectSources } from '../load/project-sources.js';
import type { Problem, SourcePlace } from '../model.js';
import { Expressions, type LiteralMember, type WrittenFunction } from './expressions.js';
import type { MachinePart } from './finding.js';

/** A node that was found, and whether it is the very one that was meant. */
interface Found {
  readonly node: ts.Node;
  readonly exact: boolean;
}

/** The places of one machine's parts. */
export class MachinePlaces {
  readonly #sources: ProjectSources;
  readonly #expressions: Expressions;
  readonly #source: ts.SourceFile;
  readonly #at: SourcePlace;
  /** What `createMachine` is called with. */
  readonly #config: ts.Expression | null;

  constructor(sources: ProjectSources, { file, at }: Pick<FoundImplementation, 'file' | 'at'>) {
    this.#sources = sources;
    this.#expressions = new Expressions(sources);
    this.#source = sources.source(file);
    this.#at = at;
    this.#config = this.#expressions.machineConfigAt(at);
  }

  /** A problem with a part of the machine. Where the part itself is not found, the message says which state it is in. */
  problem(part: MachinePart, message: string): Problem {
    const { node, exact } = this.#find(part) ?? { node: null, exact: false };
    const at = node === null ? this.#at : this.#sources.placeOf(node);
    if (exact || !('path' in part) || part.kind === 'state') return { at, message };
    return { at, message: `${part.path === '' ? 'At the root' : `In state ${part.path}`}: ${message}` };
  }

  /** Where a target is first written in the machine, alone or behind dots; the machine's own place if it comes from elsewhere. */
  placeOfTarget(target: string): SourcePlace {
    const find = (node: ts.Node): ts.Node | undefined => {
      const isTarget = ts.isStringLiteralLike(node) && (node.text === target || node.text.endsWith(`.${target}`));
      return isTarget && !isKey(node) ? node : ts.forEachChild(node, find);
    };
    const node = find(this.#config ?? this.#source) ?? find(this.#source);
    return node === undefined ? this.#at : this.#sources.placeOf(node);
  }

  /** The user's own function behind a guard that has a name; `null` where syntax does not tell. */
  guardFunction(name: string): WrittenFunction | null {
    const value = this.#implementation('guards', name)?.value ?? null;
    const made = value === null ? null : this.#expressions.resolve(value);
    // `guard.PlaceOrder(…)`, or the function itself.
    const given = made !== null && ts.isCallExpression(made) ? made.arguments.at(-1) : made;
    return given == null ? null : this.#expressions.functionOf(given);
  }

  #find(part: MachinePart): Found | null {
    switch (part.kind) {
      case 'state':
        return this.#state(part.path).found;
      case 'member': {
        const { found, config } = this.#state(part.path);
        const member = config === null ? null : this.#expressions.member(config, part.name);
        return member === null ? inexact(found) : { node: member.name, exact: true };
      }
      case 'transition':
        return this.#transition(part);
      case 'action':
      case 'guard': {
        const member = this.#implementation(`${part.kind}s`, part.name);
        return member === null ? null : { node: member.name, exact: true };
      }
    }
  }

  /** The state's key, or the nearest one around it that is found, and what the state is configured with. */
  #state(path: string): { readonly found: Found | null; readonly config: ts.Expression | null } {
    let config = this.#config;
    let node: ts.Node | null = null;
    for (const key of path === '' ? [] : path.split('.')) {
      const states = config === null ? null : this.#expressions.member(config, 'states');
      const member = states?.value == null ? null : this.#expressions.member(states.value, key);
      if (member === null) return { found: node === null ? null : { node, exact: false }, config: null };
      node = member.name;
      config = member.value;
    }
    return { found: node === null ? null : { node, exact: true }, config };
  }

  #transition({ path, transition, member, detail }: MachinePart & { kind: 'transition' }): Found | null {
    const { found, config } = this.#state(path);
    if (config === null) return inexact(found);
    const { kind, message, index } = transition;
    const holder = kind === 'message' ? this.#expressions.member(config, 'on')?.value : config;
    const name = kind === 'message' ? message : kind === 'done' ? 'onDone' : 'always';
    const key = holder == null ? null : this.#expressions.member(holder, name);
    if (key === null) return inexact(found);
    const given = key.value === null ? null : this.#expressions.resolve(key.value);
    if (given === null) return { node: key.name, exact: true };
    const isList = ts.isArrayLiteralExpression(given);
    const one = isList ? given.elements[index] : given;
    const whole = isList && one !== undefined && isInside(one, key.value) ? one : key.name;
    const part = member === undefined || one === undefined ? null : this.#memberOf(one, member, detail);
    // What several transitions share is right in itself: the place is where it does not belong.
    return { node: part !== null && isInside(part, key.value) ? part : whole, exact: true };
  }

  #memberOf(transition: ts.Expression, name: string, detail: string | number | undefined): ts.Node | null {
    const resolved = this.#expressions.resolve(transition);
    // A target may stand alone.
    if (ts.isStringLiteralLike(resolved)) return name === 'target' ? resolved : null;
    const value = this.#expressions.member(resolved, name)?.value ?? null;
    if (value === null) return null;
    if (typeof detail === 'number') {
      const list = this.#expressions.resolve(value);
      return (ts.isArrayLiteralExpression(list) ? list.elements[detail] : null) ?? value;
    }
    const find = (node: ts.Node): ts.Node | undefined =>
      detail !== undefined && isText(node, detail) ? node : ts.forEachChild(node, find);
    return find(value) ?? value;
  }

  /** An implementation in what `extend` or `provide` is given. */
  #implementation(group: 'actions' | 'guards', name: string): LiteralMember | null {
    const find = (node: ts.Node): LiteralMember | undefined => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === group) {
        const member = this.#expressions.member(node.initializer, name);
        if (member !== null) return member;
      }
      return ts.forEachChild(node, find);
    };
    // The setup may be extended in another file.
    const files = this.#sources.closure(this.#source.fileName, isGeneratedPath);
    for (const file of files.filter((path) => !path.endsWith('.json'))) {
      const member = find(this.#sources.source(file));
      if (member !== undefined) return member;
    }
    return null;
  }
}

function inexact(found: Found | null): Found | null {
  return found === null ? null : { ...found, exact: false };
}

function isInside(node: ts.Node, outer: ts.Node | null): boolean {
  if (outer === null || node.getSourceFile() !== outer.getSourceFile()) return false;
  return node.pos >= outer.pos && node.end <= outer.end;
}

function isText(node: ts.Node, text: string): boolean {
  return ts.isStringLiteralLike(node) && node.text === text;
}

function isKey(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}
