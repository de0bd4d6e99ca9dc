// One aggregate's actor: load, decide, append, apply, reply. Serial; decides ahead of the store, answers only behind it.
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import type { Place, Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey, EventLog, Head } from '../log/event-log.js';
import type { AggregateState } from './aggregate-state.js';
import { type Attempt, attempt } from './attempt.js';
import { Chain, type InFlight } from './chain.js';
import type { Decider } from './decide.js';
import { firstAct } from './first-act.js';
import type { GroupCommit, Outcome } from './group-commit.js';
import type { Loader } from './loader.js';
import { lookUp } from './lost-reply.js';
import { Mailbox, type Pending } from './mailbox.js';
import { outcomeUnknown, receiptOf, timeout } from './replies.js';
import type { Request } from './request.js';

/** What an actor works with; all actors of one aggregate type and partition share it. */
export interface ActorPorts {
  readonly decider: Decider;
  readonly loader: Loader;
  readonly log: EventLog;
  readonly group: GroupCommit;
  readonly runtime: Runtime;
  /** Commands of one aggregate that may be under way at once. */
  readonly maxMailbox: number;
  /** Events after which a snapshot is written. */
  readonly snapshotEvery: number;
  /** Called when nothing is under way any more. */
  readonly onIdle: (actor: Actor) => void;
  /** Called for each error of the domain's own code that a sender is told. */
  readonly onDefect: (error: StatefoldError<'DEFECT'>) => void;
}

/** Serialises the commands of one aggregate and keeps its state warm. */
export class Actor {
  readonly #key: AggregateKey;
  readonly #ports: ActorPorts;
  readonly #mailbox: Mailbox;
  /** The newest state that the store has acknowledged; `null` until loaded. */
  #confirmed: AggregateState | null = null;
  /** The state that our own unacknowledged commits lead to. */
  #decided: AggregateState | null = null;
  readonly #chain = new Chain();
  /** The version of the newest snapshot that we know of. */
  #snapshotVersion: Version = NO_VERSION;
  #working = false;

  constructor(key: AggregateKey, ports: ActorPorts) {
    this.#key = key;
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
    const from = this.#confirmed;
    const loaded = from === null ? await this.#cold() : await this.#ports.loader.loadFrom(this.#key, from);
    const known = this.#confirmed;
    if (known !== null && known.version >= loaded.version) return known;
    if (this.idle) this.#confirmed = this.#decided = loaded;
    return loaded;
  }

  /** To be called before the actor is forgotten: keeps a snapshot if many events have come since the last. */
  rest(): void {
    this.#keepSnapshot(this.#ports.snapshotEvery / REST_FRACTION);
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
        else if (this.idle) this.#ports.onIdle(this);
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
    this.#confirmed = this.#decided = await this.#cold();
  }

  async #cold(): Promise<AggregateState> {
    const { state, snapshotVersion } = await this.#ports.loader.load(this.#key);
    this.#snapshotVersion = snapshotVersion;
    return state;
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
    const attempted = attempt(this.#ports.decider, this.#key, pending.request, state);
    if (attempted.kind === 'commit') this.#append(pending, state, attempted);
    else this.#answer(pending, state, attempted.error);
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

  #append(pending: Pending, state: AggregateState, { after, payload }: Extract<Attempt, { kind: 'commit' }>): void {
    const item: InFlight = { pending, after, error: null, isCommit: true, outcome: null };
    this.#chain.add(item);
    this.#decided = after;
    const expects = { aggregate: this.#key, head: headOf(state), deadline: pending.request.deadline };
    this.#ports.group.commit({ expects, next: headOf(after), payload }, (outcome) => this.#settle(item, outcome));
  }

  /** Takes an outcome in, and replies to all whose predecessors are acknowledged. */
  #settle(item: InFlight, outcome: Outcome): void {
    for (const answered of this.#chain.settle(item, outcome)) this.#apply(answered);
    if (this.#chain.isBrokenAndBack || this.#mailbox.peek() !== undefined) this.#work();
    // A sender that gave up is gone; the engine must hear that nobody watches over this actor any more.
    else if (this.idle) this.#ports.onIdle(this);
  }

  /** Makes an acknowledged state the confirmed one, and replies. */
  #apply({ pending, after, error, outcome }: InFlight): void {
    if (outcome?.kind === 'stored') {
      this.#confirmed = { ...after, place: outcome.place };
      if (this.#decided === after) this.#decided = this.#confirmed;
      this.#keepSnapshot(this.#ports.snapshotEvery);
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
    for (const item of this.#chain.items) {
      const { pending, after, outcome, isCommit } = item;
      if (outcome?.kind === 'stored') this.#resolve(pending, after, outcome.place);
      else if (outcome?.kind === 'expired') pending.reject(timeout(this.#key, pending.request));
      else if (outcome?.kind === 'failed' && isDefinite(outcome.error)) pending.reject(outcome.error);
      else if (outcome?.kind === 'failed' && isCommit) await this.#lookUp(item);
      else again.push(pending);
    }
    const isAway = this.#chain.items.some(({ outcome }) => outcome?.kind === 'failed');
    if (isAway) await new Promise<void>((resolve) => this.#ports.runtime.after(RETRY_AFTER_MS, resolve));
    await this.#reload();
    this.#decided = this.#confirmed;
    this.#chain.clear();
    this.#mailbox.putBack(again);
  }

  /** Reads what others have stored since; everything, where the log no longer holds what we knew. */
  async #reload(): Promise<void> {
    const { log, loader } = this.#ports;
    const known = this.#confirmed;
    const isHeld = known !== null && (known.place === null || (await log.holds(known.place)));
    this.#confirmed = isHeld ? await loader.loadFrom(this.#key, known) : await this.#cold();
  }

  /** The log could not say what became of a commit. */
  async #lookUp({ pending, after }: InFlight): Promise<void> {
    const { log, runtime } = this.#ports;
    const { request } = pending;
    try {
      const sent = { aggregate: this.#key, head: headOf(after), deadline: request.deadline };
      const place = await lookUp(log, runtime, sent);
      if (place === null) pending.reject(timeout(this.#key, request));
      else this.#resolve(pending, after, place);
    } catch (cause) {
      pending.reject(outcomeUnknown(this.#key, request, cause));
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

  #keepSnapshot(events: number): void {
    const state = this.#confirmed;
    if (state === null || state.version - this.#snapshotVersion < events) return;
    this.#snapshotVersion = state.version;
    this.#ports.loader.saveSoon(this.#key, state);
  }

  #resolve(pending: Pending, { version }: AggregateState, place: Place | null): void {
    pending.resolve(receiptOf(this.#key, pending.request.commandId, version, place));
  }
}

/** An actor that is forgotten keeps a snapshot after this fraction of the events that call for one while it is busy. */
const REST_FRACTION = 10;

/** A store that could not answer is given this long before it is asked again, in ms. */
const RETRY_AFTER_MS = 20;

/** How long after a deadline a sender is told that the outcome is unknown, in ms. Promises settle within deadline plus one second. */
const UNKNOWN_AFTER_MS = 500;

/** Whether nothing was written, and nothing will be. */
function isDefinite(error: unknown): boolean {
  return isStatefoldError(error) && error.code !== 'OUTCOME_UNKNOWN';
}

function headOf(state: AggregateState): Head {
  return { version: state.version, tag: state.tag };
}
