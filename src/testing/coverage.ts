// What histories have reached of a domain: transitions, guards both ways, events, fold cases, rollups, upcasters. And what they never did.
import type { Message } from '../kernel/message.js';
import type { DomainUnderTest } from './domain-under-test.js';
import type { History } from './history.js';
import { plainGroups, plainRow } from './plain-rows.js';
import { type Played, play } from './play.js';
import { hasUpcaster, upcasterName } from './upcasters.js';
import type { Met } from './watched-machine.js';

/** What is counted. A guard is reached when it has passed, and when it has refused. */
export type CoverageKind = 'transition' | 'guard' | 'event' | 'fold case' | 'rollup' | 'upcaster';

/** How much of one kind was reached. */
export interface KindCoverage {
  readonly kind: CoverageKind;
  readonly reached: number;
  readonly total: number;
  /** Names of what was never reached, in the order of the domain. */
  readonly missed: readonly string[];
}

/** Counts what is reached of one domain. */
export class Coverage {
  readonly #domain: DomainUnderTest;
  /** By kind: every name, and whether it was reached. */
  readonly #all = new Map<CoverageKind, Map<string, boolean>>();
  /** Whether all is reached: then nothing needs to be looked at any more. */
  #missing = 0;

  constructor(domain: DomainUnderTest) {
    this.#domain = domain;
    const { app } = domain;
    for (const { transitions, definition } of domain.aggregates.values()) {
      for (const { name, isGuarded } of transitions.all) {
        this.#expect('transition', name);
        if (isGuarded) for (const way of ['passes', 'refuses']) this.#expect('guard', `${name}: ${way}`);
      }
      for (const event of definition.events) this.#expect('event', event);
      this.#noteMet(transitions.atStart);
    }
    for (const { name, folds } of app.projections) {
      for (const event of Object.keys(folds.creates)) this.#expect('fold case', `${name} creates on ${event}`);
      for (const event of Object.keys(folds.updates)) this.#expect('fold case', `${name} updates on ${event}`);
    }
    for (const { name } of app.rollups) this.#expect('rollup', name);
    for (const codec of app.codecs) if (hasUpcaster(codec)) this.#expect('upcaster', upcasterName(codec));
  }

  /** Notes that an upcaster ran: no history of today's commands reaches one. */
  noteUpcast(name: string): void {
    this.#reach('upcaster', name);
  }

  /** Notes what a history reaches. */
  note(history: History): void {
    if (this.#missing === 0) return;
    this.#notePlayed(play(this.#domain, history));
  }

  /** What was reached, by kind; kinds of which the domain has nothing are left out. */
  report(): readonly KindCoverage[] {
    return [...this.#all].map(([kind, names]) => {
      const missed = [...names].filter(([, reached]) => !reached).map(([name]) => name);
      return { kind, reached: names.size - missed.length, total: names.size, missed };
    });
  }

  #notePlayed({ steps, lives }: Played): void {
    for (const { sent, before, message, outcome } of steps) {
      if (outcome.kind === 'broken') continue;
      this.#noteMet(this.#domain.aggregates.get(sent.aggregate)?.transitions.met(before, message) ?? []);
    }
    for (const { aggregate, events, states } of lives) {
      for (const [index, event] of events.entries()) {
        const state = states[index];
        if (state !== undefined) this.#noteMet(aggregate.transitions.met(state, event));
        this.#reach('event', event.type);
      }
    }
    this.#noteRows(lives);
  }

  #noteMet(all: readonly Met[]): void {
    const guarded = this.#all.get('guard');
    for (const { name, passed } of all) {
      if (passed) this.#reach('transition', name);
      if (guarded?.has(`${name}: passes`)) this.#reach('guard', `${name}: ${passed ? 'passes' : 'refuses'}`);
    }
  }

  #noteRows(lives: Played['lives']): void {
    const { app } = this.#domain;
    for (const projection of app.projections) {
      const rows = lives
        .filter(({ aggregate }) => aggregate.definition.type === projection.aggregate)
        .map(({ events }) => this.#rowOf(projection, events))
        .filter((row) => row !== null);
      for (const rollup of app.rollups.filter(({ source }) => source === projection.name)) {
        if (plainGroups(rollup, rows).length > 0) this.#reach('rollup', rollup.name);
      }
    }
  }

  #rowOf(projection: Parameters<typeof plainRow>[0], events: readonly Message[]): ReturnType<typeof plainRow> {
    try {
      return plainRow(projection, events, (name) => this.#reach('fold case', name));
    } catch {
      // A fold that throws is for the laws to report; as far as it went, it was reached.
      return null;
    }
  }

  #expect(kind: CoverageKind, name: string): void {
    const names = this.#all.get(kind) ?? new Map<string, boolean>();
    this.#all.set(kind, names);
    if (names.has(name)) return;
    names.set(name, false);
    this.#missing += 1;
  }

  #reach(kind: CoverageKind, name: string): void {
    const names = this.#all.get(kind);
    if (names?.get(name) !== false) return;
    names.set(name, true);
    this.#missing -= 1;
  }
}
