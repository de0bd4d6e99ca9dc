// One aggregate's actor: load, decide, append, apply, reply. Serial; decides ahead of the store, answers only behind it.
import { encodeCommit } from '../codec/commit.js';
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import { tagOf } from '../kernel/hash.js';
import type { Message } from '../kernel/message.js';
import type { Place, Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { version } from '../kernel/version.js';
import type { AggregateKey, EventLog, Head } from '../log/event-log.js';
import { type AggregateState, defect, emptyState } from './aggregate-state.js';
import { Chain, type InFlight } from './chain.js';
import { type Decider, type Decision, decide } from './decide.js';
import { firstAct } from './first-act.js';
import type { GroupCommit, Outcome } from './group-commit.js';
import { load } from './load.js';
import { Mailbox, type Pending } from './mailbox.js';
import { conflict, outcomeUnknown, receiptOf, timeout } from './replies.js';
import type { Request } from './request.js';

/** What an actor works with; all actors of one aggregate type and partition share it. */
export interface ActorPorts {
  readonly decider: Decider;
  readonly log: EventLog;
  readonly group: GroupCommit;
  readonly runtime: Runtime;
  /** Commands of one aggregate that may be under way at once. */
  readonly maxMailbox: number;
  /** Called when nothing is under way any more. */
  readonly onIdle: () => void;
  /** Called for each error of the domain's own code that a sender is told. */
  readonly onDefect: (error: StatefoldError<'DEFECT'>) => void;
}

type Accepted = Extract<Decision, { kind: 'accepted' }>;

/** Serialises the commands of one aggregate and keeps its state warm. */
export class Actor {
  readonly #key: AggregateKey;
  readonly #name: string;
  readonly #ports: ActorPorts;
  readonly #mailbox: Mailbox;
  /** The newest state that the store has acknowledged; `null` until loaded. */
  #confirmed: AggregateState | null = null;
  /** The state that our own unacknowledged commits lead to. */
  #decided: AggregateState | null = null;
  readonly #chain = new Chain();
  #working = false;

  constructor(key: AggregateKey, ports: ActorPorts) {
    this.#key = key;
    this.#name = `${key.type}-${key.id}`;
    this.#ports = ports;
    this.#mailbox = new Mailbox(key, ports.maxMailbox);
  }

  /** Whether nothing is under way: the actor may be forgotten. */
  get idle(): boolean {
    return !this.#working && this.#chain.isEmpty && this.#mailbox.unsettled === 0;
  }

  /** Sends a command. Settles with a receipt, or with the error of whatever went wrong. */
  send(request: Request): Promise<Receipt> {
    const { pending, joined } = this.#mailbox.put(request);
    if (!joined) this.#work();
    return pending.promise;
  }

  /** The warm state, loaded if it is not there yet: possibly behind what other processes have stored. */
  async warm(): Promise<AggregateState> {
    return this.#confirmed ?? this.read();
  }

  /** The state after everything that the store holds now. */
  async read(): Promise<AggregateState> {
    const { log, decider } = this.#ports;
    const loaded = await load(log, this.#key, decider.stepper, this.#confirmed ?? emptyState(decider.stepper));
    const known = this.#confirmed;
    if (known !== null && known.version >= loaded.version) return known;
    if (this.idle) this.#confirmed = this.#decided = loaded;
    return loaded;
  }

  /** Settles what has waited too long: what was not sent is definitely not done, of what was sent nobody can say. */
  expire(now: number): void {
    for (const pending of this.#mailbox.waiting()) {
      if (now > pending.request.deadline) pending.reject(timeout(this.#key, pending.request));
    }
    for (const { pending, isCommit } of this.#chain.items) {
      if (now <= pending.request.deadline + UNKNOWN_AFTER_MS) continue;
      pending.reject(isCommit ? outcomeUnknown(this.#key, pending.request) : timeout(this.#key, pending.request));
    }
  }

  /** Works off the mailbox until it is empty or has to wait for the store. */
  #work(): void {
    if (this.#working) return;
    this.#working = true;
    this.#decideAll()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#working = false;
        // What came back while we waited for a load found us at work.
        if (this.#chain.isBrokenAndBack || (this.#mailbox.peek() !== undefined && this.#chain.mayGrow)) this.#work();
        else if (this.idle) this.#ports.onIdle();
      });
  }

  /** Runs to its end without a pause while the state is warm and command ids are the bus's own. */
  async #decideAll(): Promise<void> {
    if (this.#chain.isBrokenAndBack) await this.#recover();
    for (let next = this.#mailbox.peek(); next !== undefined && this.#chain.mayGrow; next = this.#mailbox.peek()) {
      if (this.#ports.log.now() > next.request.deadline) {
        this.#mailbox.take();
        next.reject(timeout(this.#key, next.request));
        continue;
      }
      if (this.#decided === null) await this.#load();
      if (next.request.retryable && (await this.#actedBefore(next))) continue;
      // Either wait may have seen the chain break, or the sender given up.
      if (next.settled || !this.#chain.mayGrow || this.#decided === null) continue;
      this.#mailbox.take();
      this.#dispatch(next, this.#decided);
      if (this.#chain.isBrokenAndBack) await this.#recover();
    }
  }

  async #load(): Promise<void> {
    const { log, decider } = this.#ports;
    this.#confirmed = this.#decided = await load(log, this.#key, decider.stepper, emptyState(decider.stepper));
  }

  /** Answers a command whose id has acted before, or of which nobody can say. */
  async #actedBefore(pending: Pending): Promise<boolean> {
    try {
      const found = await firstAct(this.#ports.log, this.#key, pending.request);
      if (found === null || pending.settled) return false;
      this.#mailbox.take();
      if (found.kind === 'receipt') pending.resolve(found.receipt);
      else pending.reject(found.error);
    } catch (error) {
      // Others in flight are not touched by it.
      if (!pending.settled) this.#mailbox.take();
      pending.reject(error);
    }
    return true;
  }

  /** Decides one command on `state`, and sends what comes of it to the store. */
  #dispatch(pending: Pending, state: AggregateState): void {
    const { request } = pending;
    if (request.expectedVersion !== null && request.expectedVersion !== state.version) {
      this.#answer(pending, state, conflict(this.#key, request.expectedVersion, state.version));
      return;
    }
    let decision: Decision;
    let payload: Uint8Array | null;
    try {
      decision = decide(this.#ports.decider, state.machine, this.#messageOf(request, state));
      payload =
        decision.kind === 'accepted' && decision.events.length > 0 ? encodeDecision(request, decision.events) : null;
    } catch (error) {
      this.#answer(pending, state, isStatefoldError(error) ? error : this.#unstorable(request, error));
      return;
    }
    if (decision.kind === 'rejected') this.#answer(pending, state, decision.error);
    else if (payload === null) this.#answer(pending, state, null);
    else this.#append(pending, state, decision, payload);
  }

  #messageOf(request: Request, state: AggregateState): Message {
    return {
      type: request.type,
      data: request.data,
      id: request.commandId,
      time: request.time,
      aggregateId: this.#key.id,
      version: state.version,
      metadata: request.metadata,
    };
  }

  /** An answer without a commit. Where others may append, it is given only once the store confirms the state it was given on. */
  #answer(pending: Pending, state: AggregateState, error: unknown): void {
    const { log, group } = this.#ports;
    const item: InFlight = { pending, after: state, error, isCommit: false, outcome: null };
    this.#chain.add(item);
    if (log.shared) {
      const expects = { aggregate: this.#key, head: headOf(state), deadline: pending.request.deadline };
      group.check(expects, (outcome) => this.#settle(item, outcome));
    } else {
      this.#settle(item, { kind: 'confirmed' });
    }
  }

  #append(pending: Pending, state: AggregateState, decision: Accepted, payload: Uint8Array): void {
    const { request } = pending;
    const next = { version: version(state.version + decision.events.length), tag: tagOf(request.commandId) };
    const after: AggregateState = { machine: decision.machine, ...next, place: null };
    const item: InFlight = { pending, after, error: null, isCommit: true, outcome: null };
    this.#chain.add(item);
    this.#decided = after;
    const expects = { aggregate: this.#key, head: headOf(state), deadline: request.deadline };
    this.#ports.group.commit({ expects, next, payload }, (outcome) => this.#settle(item, outcome));
  }

  /** Takes an outcome in, and replies to all whose predecessors are acknowledged. */
  #settle(item: InFlight, outcome: Outcome): void {
    for (const answered of this.#chain.settle(item, outcome)) this.#apply(answered);
    if (this.#chain.isBrokenAndBack || this.#mailbox.peek() !== undefined) this.#work();
  }

  /** Makes an acknowledged state the confirmed one, and replies. */
  #apply({ pending, after, error, outcome }: InFlight): void {
    if (outcome?.kind === 'stored') {
      this.#confirmed = { ...after, place: outcome.place };
      if (this.#decided === after) this.#decided = this.#confirmed;
    }
    if (error === null) {
      const state = this.#confirmed ?? after;
      this.#resolve(pending, state, state.place);
      return;
    }
    if (isStatefoldError(error, 'DEFECT')) this.#ports.onDefect(error);
    pending.reject(error);
  }

  /** After a refusal: brings the state up to date, and puts back what can be decided again, in order. */
  async #recover(): Promise<void> {
    const again: Pending[] = [];
    for (const { pending, after, outcome } of this.#chain.items) {
      if (outcome?.kind === 'failed') await this.#settleFailed(pending, after, outcome.error);
      else if (outcome?.kind === 'stored') this.#resolve(pending, after, outcome.place);
      else if (outcome?.kind === 'expired') pending.reject(timeout(this.#key, pending.request));
      else again.push(pending);
    }
    await this.#reload();
    this.#decided = this.#confirmed;
    this.#chain.clear();
    this.#mailbox.putBack(again);
  }

  /** Reads what others have stored since; everything, where the log no longer holds what we knew. */
  async #reload(): Promise<void> {
    const { log, decider } = this.#ports;
    const known = this.#confirmed ?? emptyState(decider.stepper);
    const held = known.place === null || (await log.holds(known.place));
    this.#confirmed = await load(log, this.#key, decider.stepper, held ? known : emptyState(decider.stepper));
  }

  /** The log could not say what became of a commit: it is looked up once its deadline has passed, when nothing can execute any more. */
  async #settleFailed(pending: Pending, after: AggregateState, error: unknown): Promise<void> {
    const definite = isStatefoldError(error) && error.code !== 'OUTCOME_UNKNOWN';
    if (definite) {
      pending.reject(error);
      return;
    }
    const { log, runtime } = this.#ports;
    const remaining = pending.request.deadline - log.now();
    if (remaining >= 0) await new Promise<void>((resolve) => runtime.after(remaining + 1, resolve));
    try {
      const found = await log.find(this.#key, after.tag);
      const stored = found.find((commit) => commit.head.version === after.version);
      if (stored === undefined) pending.reject(timeout(this.#key, pending.request));
      else this.#resolve(pending, after, stored.place);
    } catch (cause) {
      pending.reject(outcomeUnknown(this.#key, pending.request, cause));
    }
  }

  /** The state could not be had: tells everyone who waits. Everything that was sent has come back by now. */
  #fail(error: unknown): void {
    for (const { pending, outcome } of this.#chain.items) {
      pending.reject(outcome?.kind === 'failed' ? outcomeUnknown(this.#key, pending.request, error) : error);
    }
    for (const pending of this.#mailbox.waiting()) pending.reject(error);
    this.#chain.clear();
    this.#confirmed = this.#decided = null;
  }

  #resolve(pending: Pending, { version }: AggregateState, place: Place | null): void {
    pending.resolve(receiptOf(this.#key, pending.request.commandId, version, place));
  }

  #unstorable(request: Request, cause: unknown): StatefoldError<'DEFECT'> {
    const message = `${this.#name}: what ${request.type} decided cannot be stored. Mend its decision.`;
    return defect(message, this.#key, cause);
  }
}

/** How long after a deadline a sender is told that the outcome is unknown, in ms. Promises settle within deadline plus one second. */
const UNKNOWN_AFTER_MS = 500;

function encodeDecision(request: Request, events: Accepted['events']): Uint8Array {
  const { commandId, digest, metadata } = request;
  return encodeCommit({ commandId, digest, time: request.time.getTime(), metadata, events });
}

function headOf(state: AggregateState): Head {
  return { version: state.version, tag: state.tag };
}
