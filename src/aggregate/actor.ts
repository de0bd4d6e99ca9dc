// One aggregate's actor: load, decide, append, apply, reply. Serial; decides ahead of the store, answers only behind it.
import { isStatefoldError } from '../kernel/error.js';
import type { Place, Receipt } from '../kernel/place.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';
import type { ActorPorts } from './actor-ports.js';
import type { AggregateState } from './aggregate-state.js';
import { attempt } from './attempt.js';
import { Command, type Owner } from './command.js';
import { firstAct } from './first-act.js';
import type { Outcome } from './group-commit.js';
import { isDefinite, lookUp } from './lost-reply.js';
import { outcomeUnknown, receiptOf, timeout } from './replies.js';
import type { Request } from './request.js';
import { Traffic } from './traffic.js';

/** Serialises the commands of one aggregate and keeps its state warm. */
export class Actor implements Owner {
  readonly key: AggregateKey;
  /** Whether it was used since its directory looked last. */
  isUsed = true;
  /** Whether its directory watches its deadlines. */
  isWatched = false;
  readonly #ports: ActorPorts;
  #present: Traffic | null = null;
  /** The newest state that the store has acknowledged; `null` until loaded. */
  #confirmed: AggregateState | null = null;
  /** The state that our own unacknowledged commits lead to. */
  #decided: AggregateState | null = null;
  /** The version of the newest snapshot that we know of. */
  #snapshotVersion: Version = NO_VERSION;
  #working = false;

  constructor(key: AggregateKey, ports: ActorPorts) {
    this.key = key;
    this.#ports = ports;
  }

  /** Whether nothing is under way: the actor may be forgotten. */
  get idle(): boolean {
    return !this.#working && (this.#present === null || this.#present.isOver);
  }

  /** Made when it is needed, and let go when all is quiet. */
  get #traffic(): Traffic {
    this.#present ??= new Traffic();
    return this.#present;
  }

  /**
   * Sends a command. Settles with a receipt, or with the error of whatever went wrong. Throws `OVERLOADED` and `DUPLICATE` where
   * it does not take the command.
   */
  send(request: Request): Promise<Receipt> {
    const { underWay, maxMailbox } = this.#ports;
    const twin = this.#traffic.mailbox.twinOf(this.key, request);
    if (twin !== null) {
      twin.senders++;
      underWay.enter();
      return twin.promise;
    }
    this.#traffic.mailbox.assertRoom(this.key, maxMailbox);
    const command = new Command(request, this);
    this.#traffic.mailbox.put(command);
    underWay.enter();
    this.#work(request.deadline - request.timeoutMs);
    return command.promise;
  }

  /** Called by each command once its sender has been told. */
  settled({ request, senders }: Command): void {
    this.#traffic.mailbox.settled(request);
    this.#ports.underWay.leave(senders);
  }

  /** The warm state, loaded if it is not there yet: possibly behind what other processes have stored. */
  async warm(): Promise<AggregateState> {
    return this.#confirmed ?? this.read();
  }

  /** The state after everything that the store holds now. */
  async read(): Promise<AggregateState> {
    const from = this.#confirmed;
    const loaded = await this.#newest(from);
    const known = this.#confirmed;
    if (known !== null && known !== from && known.version >= loaded.version) return known;
    if (this.idle) this.#confirmed = this.#decided = loaded;
    return loaded;
  }

  /** To be called before the actor is forgotten: keeps a snapshot if many events have come since the last. */
  rest(): void {
    this.#keepSnapshot(this.#ports.snapshotEvery / REST_FRACTION);
  }

  /** Settles what has waited too long: what was not sent is definitely not done, of what was sent nobody can say. */
  expire(now: number): void {
    this.#present?.expire(this.key, now);
  }

  /** Works off the mailbox until it is empty or has to wait for the store. `now`: ms, by the log's clock. */
  #work(now = this.#ports.log.now()): void {
    if (this.#working) return;
    this.#working = true;
    // While the state is warm and command ids are the bus's own there is nothing to wait for, and no promise is made.
    if (this.#mustWait(now)) {
      this.#workWaiting();
      return;
    }
    this.#working = false;
    this.#quieten();
  }

  // On its own: where a function is made, each call that could make it costs memory.
  #workWaiting(): void {
    this.#decideAll()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#working = false;
        // What came back while we waited for a load found us at work.
        const { chain, mailbox } = this.#traffic;
        if (chain.isBrokenAndBack || (mailbox.peek() !== null && chain.mayGrow)) this.#work();
        this.#quieten();
      });
  }

  /** Decides what can be decided at once. Answers whether it must wait before it goes on. */
  #mustWait(now: number): boolean {
    const { chain, mailbox } = this.#traffic;
    for (let next = mailbox.peek(); next !== null && chain.mayGrow; next = mailbox.peek()) {
      const isLate = now > next.request.deadline;
      if (!isLate && (this.#decided === null || next.request.retryable)) return true;
      mailbox.take();
      if (isLate || this.#decided === null) next.reject(timeout(this.key, next.request));
      else this.#dispatch(next, this.#decided);
    }
    return chain.isBrokenAndBack;
  }

  async #decideAll(): Promise<void> {
    const { chain, mailbox } = this.#traffic;
    do {
      if (chain.isBrokenAndBack) await this.#recover();
      const next = mailbox.peek();
      if (next === null || !chain.mayGrow) continue;
      if (this.#decided === null) await this.#load();
      if (next.request.retryable && (await this.#actedBefore(next))) continue;
      // Either wait may have seen the chain break, or the sender given up.
      if (next.settled || !chain.mayGrow || this.#decided === null) continue;
      mailbox.take();
      this.#dispatch(next, this.#decided);
    } while (this.#mustWait(this.#ports.log.now()));
  }

  async #load(): Promise<void> {
    this.#confirmed = this.#decided = await this.#cold();
  }

  async #cold(): Promise<AggregateState> {
    const { state, snapshotVersion } = await this.#ports.loader.load(this.key);
    this.#snapshotVersion = snapshotVersion;
    return state;
  }

  /** Answers a command whose id has acted before, or of which nobody can say. */
  async #actedBefore(command: Command): Promise<boolean> {
    try {
      const found = await firstAct(this.#ports.log, this.key, command.request);
      if (found === null || command.settled) return false;
      this.#traffic.mailbox.take();
      if (found.kind === 'receipt') command.resolve(found.receipt);
      else command.reject(found.error);
    } catch (error) {
      // Others in flight are not touched by it.
      if (!command.settled) this.#traffic.mailbox.take();
      command.reject(error);
    }
    return true;
  }

  /** Decides one command on `state`, and sends what comes of it to the store. */
  #dispatch(command: Command, state: AggregateState): void {
    const { decider, group, log } = this.#ports;
    const attempted = attempt(decider, this.key, command.request, state);
    command.decide(attempted);
    this.#traffic.chain.add(command);
    if (attempted.payload !== null) this.#decided = attempted.next;
    // Where others may append, an answer is given only once the store confirms the state it was given on.
    if (attempted.payload !== null || log.shared) group.send(command);
    else command.settle({ kind: 'confirmed' });
  }

  /** Takes the store's answer in, and replies to all whose predecessors are acknowledged. */
  answered(command: Command, outcome: Outcome): void {
    const { chain, mailbox } = this.#traffic;
    chain.settle(command, outcome);
    for (let one = chain.takeAnswered(); one !== null; one = chain.takeAnswered()) this.#apply(one);
    if (chain.isBrokenAndBack || mailbox.peek() !== null) this.#work();
    this.#quieten();
  }

  #quieten(): void {
    if (this.idle) this.#present = null;
  }

  /** Makes an acknowledged state the confirmed one, and replies. */
  #apply(command: Command): void {
    const { outcome } = command;
    const { next, error } = command.decided;
    if (outcome?.kind === 'stored') {
      next.place = outcome.place;
      this.#confirmed = next;
      this.#keepSnapshot(this.#ports.snapshotEvery);
    }
    if (error === null) {
      const state = this.#confirmed ?? next;
      this.#resolve(command, state, state.place);
      return;
    }
    if (isStatefoldError(error, 'DEFECT')) this.#ports.onDefect(error);
    command.reject(error);
  }

  /** After a refusal: brings the state up to date, and puts back what can be decided again, in order. */
  async #recover(): Promise<void> {
    const again: Command[] = [];
    for (const command of this.#traffic.chain.commands) {
      const { outcome, draft } = command;
      if (outcome?.kind === 'stored') this.#resolve(command, command.decided.next, outcome.place);
      else if (outcome?.kind === 'expired') command.reject(timeout(this.key, command.request));
      else if (outcome?.kind === 'failed' && isDefinite(outcome.error)) command.reject(outcome.error);
      else if (outcome?.kind === 'failed' && draft !== null) await this.#lookUp(command);
      else again.push(command);
    }
    const isAway = this.#traffic.chain.commands.some(({ outcome }) => outcome?.kind === 'failed');
    if (isAway) await new Promise<void>((resolve) => this.#ports.runtime.after(RETRY_AFTER_MS, resolve));
    this.#confirmed = this.#decided = await this.#newest(this.#confirmed);
    this.#traffic.chain.clear();
    this.#traffic.mailbox.putBack(again);
  }

  /** Reads what others have stored since; everything, where the log no longer holds what we knew. */
  async #newest(known: AggregateState | null): Promise<AggregateState> {
    const { log, loader } = this.#ports;
    if (known === null) return this.#cold();
    const loaded = await loader.loadFrom(this.key, known);
    const isHeld = known.place === null || (await log.holds(known.place));
    return isHeld ? loaded : this.#cold();
  }

  /** The log could not say what became of a commit. */
  async #lookUp(command: Command): Promise<void> {
    const { log, runtime } = this.#ports;
    const { request, decided } = command;
    try {
      const place = await lookUp(log, runtime, { aggregate: this.key, head: decided.next, deadline: request.deadline });
      if (place === null) command.reject(timeout(this.key, request));
      else this.#resolve(command, decided.next, place);
    } catch (cause) {
      command.reject(outcomeUnknown(this.key, request, cause));
    }
  }

  /**
   * The state could not be had: tells everyone who waits, unless the command has acted before. Everything that was sent has come
   * back by now.
   */
  async #fail(error: unknown): Promise<void> {
    const { mailbox } = this.#traffic;
    this.#traffic.giveUpChain(this.key, error);
    this.#confirmed = this.#decided = null;
    for (let next = mailbox.peek(); next !== null; next = mailbox.peek()) {
      // The commit of a command that has acted is told by its head alone, even where its events cannot be read.
      if (next.request.retryable && (await this.#actedBefore(next))) continue;
      if (!next.settled) mailbox.take();
      next.reject(error);
    }
  }

  #keepSnapshot(events: number): void {
    const state = this.#confirmed;
    if (state === null || state.version - this.#snapshotVersion < events) return;
    this.#snapshotVersion = state.version;
    this.#ports.loader.saveSoon(this.key, state);
  }

  #resolve(command: Command, { version }: AggregateState, place: Place | null): void {
    command.resolve(receiptOf(this.key, command.request.commandId, version, place));
  }
}

/** An actor that is forgotten keeps a snapshot after this fraction of the events that call for one while it is busy. */
const REST_FRACTION = 10;

/** A store that could not answer is given this long before it is asked again, in ms. */
const RETRY_AFTER_MS = 20;
