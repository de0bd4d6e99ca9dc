// Mutants of what a machine is configured with: transitions, their targets, guards and actions, where a state begins. Knows no functions.
import { ts } from 'ts-morph';
import type { Expressions } from '../machine/expressions.js';
import { type Edits, nameOf, shortText } from './edits.js';
import type { MutantKind } from './mutant.js';

/** Finds the mutants of one machine. */
export class MachineMutants {
  readonly #expressions: Expressions;
  readonly #edits: Edits;

  constructor(expressions: Expressions, edits: Edits) {
    this.#expressions = expressions;
    this.#edits = edits;
  }

  /** Of a state, given what it is configured with, and of all within it. `beside`: the names of the states it stands among. */
  state(config: ts.Expression, path: string, beside: readonly string[]): void {
    const inner = this.#namesOf(config, 'states');
    for (const member of this.#members(config)) {
      const value = valueIn(member);
      switch (nameOf(member)) {
        case 'on':
          if (value !== null) this.#on(value, path, beside);
          break;
        case 'always':
        case 'onDone':
          this.#transitions(member, {
            label: `${nameOf(member)} of ${path || 'the root'}`,
            beside: [...beside, ...inner],
          });
          break;
        case 'entry':
        case 'exit':
          this.#edits.drop(member, { kind: 'assign', what: `${nameOf(member)} of ${path || 'the root'} dropped` });
          break;
        case 'initial':
          if (value !== null) this.#initial(value, inner);
          break;
        case 'states':
          for (const state of value === null ? [] : this.#members(value)) {
            const own = valueIn(state);
            if (own !== null) this.state(own, path === '' ? nameOf(state) : `${path}.${nameOf(state)}`, inner);
          }
          break;
      }
    }
  }

  #on(config: ts.Expression, path: string, beside: readonly string[]): void {
    for (const member of this.#members(config)) {
      const label = `${nameOf(member)}${path === '' ? '' : ` in ${path}`}`;
      this.#transitions(member, { label, beside });
    }
  }

  #transitions(member: ts.ObjectLiteralElementLike, at: At): void {
    const value = valueIn(member);
    const list = value === null ? null : this.#expressions.resolve(value);
    if (value === null || list === null || !ts.isArrayLiteralExpression(list)) {
      this.#edits.drop(member, { kind: 'transition', what: `the transition ${at.label} dropped` });
      if (value !== null) this.#transition(value, at);
      return;
    }
    for (const [index, one] of list.elements.entries()) {
      const label = `${at.label} (${index + 1})`;
      this.#edits.drop(one, { kind: 'transition', what: `the transition ${label} dropped` });
      this.#transition(one, { ...at, label });
    }
  }

  #transition(given: ts.Expression, { label, beside }: At): void {
    const transition = this.#expressions.resolve(given);
    if (ts.isStringLiteralLike(transition)) {
      this.#edits.replace(transition, '{}', { kind: 'transition', what: `${label} stays where it is` });
      this.#otherTarget(transition, label, beside);
      return;
    }
    for (const member of this.#members(transition)) {
      const value = valueIn(member);
      switch (nameOf(member)) {
        case 'target':
          this.#edits.drop(member, { kind: 'transition', what: `${label} stays where it is` });
          if (value !== null) this.#otherTarget(value, label, beside);
          break;
        case 'guard':
          this.#edits.drop(member, { kind: 'guard', what: `the guard of ${label} dropped` });
          if (value !== null) this.#guard(value, label);
          break;
        case 'actions':
          this.#actions(member, label);
          break;
      }
    }
  }

  #otherTarget(target: ts.Expression, label: string, beside: readonly string[]): void {
    if (!ts.isStringLiteralLike(target)) return;
    const other = beside.find((name) => name !== target.text);
    if (other === undefined || target.text.includes('.') || target.text.includes('#')) return;
    this.#edits.replace(target, `'${other}'`, { kind: 'transition', what: `${label} leads to ${other}` });
  }

  #initial(value: ts.Expression, inner: readonly string[]): void {
    const initial = this.#expressions.resolve(value);
    if (!ts.isStringLiteralLike(initial)) return;
    const other = inner.find((name) => name !== initial.text);
    if (other === undefined) return;
    this.#edits.replace(initial, `'${other}'`, {
      kind: 'transition',
      what: `begins in ${other}, not in ${initial.text}`,
    });
  }

  /** Parts of `and([…])` and `or([…])`, the guard within `not(…)`, and parameters. */
  #guard(given: ts.Expression, label: string): void {
    const guard = this.#expressions.resolve(given);
    if (ts.isCallExpression(guard) && ts.isIdentifier(guard.expression)) {
      const [first] = guard.arguments;
      if (first === undefined) return;
      if (guard.expression.text === 'not') {
        this.#edits.replace(guard, first.getText(), { kind: 'guard', what: `not(…) of ${label} dropped` });
      }
      if (!ts.isArrayLiteralExpression(first)) return;
      for (const part of first.elements) {
        if (first.elements.length > 1) {
          this.#edits.drop(part, { kind: 'guard', what: `${shortText(part)} of ${label} dropped` });
        }
        this.#guard(part, label);
      }
    }
    for (const member of this.#members(guard).filter((one) => nameOf(one) === 'params')) {
      const value = valueIn(member);
      if (value !== null) this.#parameters(value, label);
    }
  }

  #parameters(value: ts.Expression, label: string): void {
    for (const member of this.#members(value)) {
      const given = valueIn(member);
      if (given === null || !ts.isNumericLiteral(given)) continue;
      this.#edits.addOne(given, 'guard', (text) => `${nameOf(member)} of the guard of ${label}: ${text}`);
    }
  }

  #actions(member: ts.ObjectLiteralElementLike, label: string): void {
    const value = valueIn(member);
    const list = value === null ? null : this.#expressions.resolve(value);
    const kindOf = (node: ts.Node): MutantKind => (/\bdecide\b/.test(node.getText()) ? 'decision' : 'assign');
    if (list === null || !ts.isArrayLiteralExpression(list)) {
      this.#edits.drop(member, { kind: kindOf(list ?? member), what: `the actions of ${label} dropped` });
      return;
    }
    for (const [index, action] of list.elements.entries()) {
      this.#edits.drop(action, { kind: kindOf(action), what: `action ${index + 1} of ${label} dropped` });
    }
  }

  #members(expression: ts.Expression): readonly ts.ObjectLiteralElementLike[] {
    const object = this.#expressions.resolve(expression);
    if (!ts.isObjectLiteralExpression(object)) return [];
    return object.properties.flatMap((property) =>
      ts.isSpreadAssignment(property) ? this.#members(property.expression) : [property],
    );
  }

  #namesOf(config: ts.Expression, member: string): readonly string[] {
    const value = this.#expressions.member(config, member)?.value;
    return value == null ? [] : this.#members(value).map(nameOf);
  }
}

interface At {
  readonly label: string;
  readonly beside: readonly string[];
}

function valueIn(member: ts.ObjectLiteralElementLike): ts.Expression | null {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : null;
}
