// What a connection does every second: look for wake-ups that were lost, set its clock, and now and then look at the server's settings.
import type { Link } from './link.js';
import type { Notices } from './notices.js';
import { type ServerClock, timeOf } from './server-clock.js';
import type { ServerGuard } from './server-guard.js';
import type { Wire } from './wire.js';

/** What a pulse works with. */
export interface PulsePorts {
  readonly notices: Notices;
  readonly reader: Link;
  readonly writer: Link;
  readonly subscriber: Link;
  readonly clock: ServerClock;
  readonly guard: ServerGuard;
}

const BEAT_MS = 1000;
const BEATS_PER_CHECK = 30;

/** The regular work of one connection. */
export class Pulse {
  readonly #ports: PulsePorts;
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;
  #isBeating = false;

  constructor(ports: PulsePorts) {
    this.#ports = ports;
  }

  /** Resolves once it listens, and knows where everything stands: whatever happens from then on is noticed. */
  async start(): Promise<void> {
    const { subscriber, reader } = this.#ports;
    // Where a server does not let us subscribe, which the guard tells, the look every second has to do; the link goes on trying.
    await subscriber.run(async () => {}, { resend: true }).catch(() => {});
    await reader.run((wire, until) => this.#look(wire, until), { resend: true });
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS).unref();
  }

  /** Looks at once: something may have been missed. */
  lookNow(): void {
    if (this.#timer !== undefined) void this.#beat();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#beats += 1;
    const { reader, writer, subscriber, guard } = this.#ports;
    const isCheck = this.#beats % BEATS_PER_CHECK === 0 || guard.unsafe !== null;
    const beats = [
      this.#onConnection(reader, (wire, until) => this.#look(wire, until)),
      // A subscriber owes nobody a reply, so that nobody would notice its silence.
      this.#onConnection(subscriber, (wire, until) => wire.send('ping', [], until)),
      isCheck ? this.#onConnection(writer, (wire, until) => guard.check(wire, until)) : null,
    ];
    // What fails here is noticed by those who need an answer, and tried again at the next beat.
    await Promise.allSettled(beats);
    this.#isBeating = false;
  }

  async #onConnection(link: Link, work: (wire: Wire, until: number) => Promise<unknown>): Promise<void> {
    const { wire } = link;
    if (wire !== null) await work(wire, performance.now() + link.silenceMs);
  }

  async #look(wire: Wire, until: number): Promise<void> {
    const { notices, clock } = this.#ports;
    const heard = timeOf(wire, until).then((now) => clock.heard(now));
    await Promise.all([heard, notices.look(wire, until)]);
  }
}
