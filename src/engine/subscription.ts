// A subscription to one aggregate as an application asks for it: checked, and with a listener that may fail or take its time.
import { type Past, type Subscriber, subscribe } from '../aggregate/history.js';
import { invalid, unknownViolations, unreadable } from '../bus/invalid.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError, type Violation, wordsOf } from '../kernel/error.js';
import type { Runtime } from '../kernel/runtime.js';
import type { OptionNames } from '../kernel/unknown-options.js';
import { type Version, version } from '../kernel/version.js';
import { warnOf } from '../kernel/warn-of.js';
import type { AggregateKey } from '../log/event-log.js';
import type { AggregateHandle } from './engine.js';

type Listener = Parameters<AggregateHandle['subscribe']>[0];
type SubscribeOptions = NonNullable<Parameters<AggregateHandle['subscribe']>[1]>;

const OPTIONS: OptionNames<SubscribeOptions> = { after: true, onError: true };

/** What a subscription needs. */
export interface SubscriptionPorts {
  readonly past: Past;
  readonly runtime: Runtime;
  /** Told why a subscription has ended by itself, where it has no `onError` of its own. */
  readonly onError: (error: StatefoldError) => void;
}

/** Subscribes a listener. Returns how to stop. Throws `INVALID` for what would begin elsewhere than it was meant to. */
export function subscription(
  { past, runtime, onError }: SubscriptionPorts,
  listener: unknown,
  options: SubscribeOptions,
): () => void {
  const { after, onError: onOwnError } = checked(listener, options);
  const { aggregate } = past;
  let isListeners = false;
  const tell = onOwnError ?? ((error) => onError((isListeners ? failed : ended)(aggregate, error)));
  const subscriber: Subscriber = {
    onEvent: async (event) => {
      try {
        await (listener as Listener)(event as never);
      } catch (error) {
        isListeners = true;
        throw error;
      }
    },
    onError: (error) => {
      try {
        tell(error);
      } catch (failure) {
        warnOf(failure);
      }
    },
  };
  if (after !== undefined) return subscribe(past, after, { subscriber, runtime });
  return fromNow(past, subscriber, runtime);
}

function checked(
  listener: unknown,
  options: SubscribeOptions,
): { readonly after: Version | undefined; readonly onError: SubscribeOptions['onError'] } {
  const violations: Violation[] = [];
  if (typeof listener !== 'function')
    violations.push({ pointer: '', message: 'must begin with a function of an event' });
  if (typeof options !== 'object' || options === null) {
    const message = 'must have options in an object, such as { after: 0 } for all events since the first';
    throw invalid('subscribe', [...violations, { pointer: '', message }]);
  }
  try {
    const { after, onError } = options;
    violations.push(...unknownViolations(options, OPTIONS, 'option of a subscription'));
    if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) {
      const message =
        'must be a version, the number of the last event that is known: 0 or more, such as receipt.version';
      violations.push({ pointer: '/after', message });
    }
    if (onError !== undefined && typeof onError !== 'function') {
      violations.push({ pointer: '/onError', message: 'must be a function of an error' });
    }
    if (violations.length > 0) throw invalid('subscribe', violations);
    return { after: after === undefined ? undefined : version(after), onError };
  } catch (error) {
    throw unreadable('subscribe', error);
  }
}

/** Subscribes once the version of now is known. */
function fromNow(past: Past, subscriber: Subscriber, runtime: Runtime): () => void {
  let stop = (): void => {
    stopped = true;
  };
  let stopped = false;
  past.log.aggregateHead(past.aggregate).then((head) => {
    if (!stopped) stop = subscribe(past, head.version, { subscriber, runtime });
  }, subscriber.onError);
  return () => stop();
}

const AFTER = 'after the last version that you saw';

function ended({ type, id }: AggregateKey, cause: unknown): StatefoldError {
  const what = `subscription to ${labelOf(type, id)}`;
  const message = `The ${what} has ended. Subscribe again ${AFTER}.`;
  return new StatefoldError('UNAVAILABLE', message, { what }, { cause });
}

function failed({ type, id }: AggregateKey, cause: unknown): StatefoldError {
  const where = `subscription to ${labelOf(type, id)}`;
  const message = `The ${where} has ended, since its listener threw: ${wordsOf(cause)}. Mend it, and subscribe again ${AFTER}.`;
  return new StatefoldError('DEFECT', message, { where, aggregateId: id }, { cause });
}
