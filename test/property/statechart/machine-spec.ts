// Random machines as plain data: small to print, and to shrink. What they mean in XState is `build-machine.ts`'s to say.
import fc from 'fast-check';

/** A condition over the context or the message. */
export type GuardSpec =
  | { readonly is: 'field'; readonly field: 'n' | 'm' | 'trace'; readonly mod: number; readonly equals: number }
  | { readonly is: 'event'; readonly equals: number }
  | { readonly is: 'named'; readonly index: number }
  | { readonly is: 'params' | 'dynamic params'; readonly mod: number; readonly equals: number }
  | { readonly is: 'and' | 'or'; readonly guards: readonly GuardSpec[] }
  | { readonly is: 'not'; readonly guards: readonly [GuardSpec] }
  | { readonly is: 'in'; readonly form: 'id' | 'value'; readonly index: number };

/** An action; `mark` tells it apart in the trace that it leaves. */
export type ActionSpec =
  | { readonly is: 'assign function' | 'assign fields' | 'assign nothing'; readonly mark: number }
  | { readonly is: 'emit value' | 'emit function'; readonly mark: number }
  | { readonly is: 'raise value' | 'raise function'; readonly mark: number }
  | {
      readonly is: 'named' | 'named params' | 'named dynamic params';
      readonly name: NamedAction;
      readonly mark: number;
    }
  | {
      readonly is: 'enqueue';
      readonly actions: readonly ActionSpec[];
      readonly check: GuardSpec;
      readonly checked: readonly ActionSpec[];
      readonly mark: number;
    };

/** Actions that every machine has under a name. */
export const NAMED_ACTIONS = ['bump', 'tell', 'again', 'several'] as const;
export type NamedAction = (typeof NAMED_ACTIONS)[number];

/** Where a transition leads: relative to its state, so that most are sensible. */
export type TargetSpec =
  | { readonly to: 'sibling' | 'child' | 'any' | 'history'; readonly index: number }
  | { readonly to: 'self' | 'parent' | 'nowhere' }
  | { readonly to: 'regions' | 'two'; readonly index: number; readonly picks: readonly number[] };

export interface TransitionSpec {
  readonly guard: GuardSpec | null;
  readonly target: TargetSpec;
  readonly reenter: boolean;
  readonly actions: readonly ActionSpec[];
}

export interface StateSpec {
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'shallow history' | 'deep history';
  readonly states: readonly StateSpec[];
  readonly initial: number;
  readonly initialActions: readonly ActionSpec[];
  readonly entry: readonly ActionSpec[];
  readonly exit: readonly ActionSpec[];
  readonly on: readonly { readonly event: number; readonly transitions: readonly TransitionSpec[] }[];
  readonly always: readonly TransitionSpec[];
  readonly onDone: readonly TransitionSpec[];
  readonly tags: readonly string[];
  readonly output: 'none' | 'value' | 'function';
  /** Of a history state: where it leads by default; `null` where its parent begins. */
  readonly byDefault: number | null;
}

export interface MachineSpec {
  readonly root: StateSpec;
  /** Guards by name; each may refer to later ones. */
  readonly guards: readonly GuardSpec[];
  readonly context: 'object' | 'function';
  /** Names whose order in an object is not the order of their declaration. */
  readonly keys: 'letters' | 'numbers';
}

/** A message to a machine. */
export interface MessageSpec {
  readonly type: string;
  readonly data: { readonly k: number };
}

/** Descriptors that states listen to; by the last two, XState takes nothing. */
export const DESCRIPTORS = ['A', 'B', 'B.x', 'B.x.y', 'R', '*', 'B.*', 'B.x.*', 'B.*.y', '*.x'] as const;
/** Messages that come in; nobody listens to `Z` but a wildcard. */
const MESSAGES = ['A', 'B', 'B.x', 'B.x.y', 'B.z', 'Z'] as const;

/** Without fast-check's bias towards short lists: a machine of single states and single transitions shows little. */
function list<T>(of: fc.Arbitrary<T>, minLength: number, maxLength: number): fc.Arbitrary<T[]> {
  return fc.array(of, { minLength, maxLength, size: 'max' });
}

const small = fc.integer({ min: 0, max: 2 });
const mark = fc.integer({ min: 1, max: 60 });

function guard(depth: number): fc.Arbitrary<GuardSpec> {
  const field = fc.record({
    is: fc.constant('field' as const),
    field: fc.constantFrom('n' as const, 'm' as const, 'trace' as const),
    mod: fc.constantFrom(2, 3),
    equals: small,
  });
  const withParams = fc.record({
    is: fc.constantFrom('params' as const, 'dynamic params' as const),
    mod: fc.constantFrom(2, 3),
    equals: small,
  });
  const simple: fc.WeightedArbitrary<GuardSpec>[] = [
    { weight: 5, arbitrary: field },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('event' as const), equals: small }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('named' as const), index: fc.nat(5) }) },
    { weight: 2, arbitrary: withParams },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('in' as const),
        form: fc.constantFrom('id' as const, 'value' as const),
        index: fc.nat(30),
      }),
    },
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner = guard(depth - 1);
  return fc.oneof(
    ...simple,
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('and' as const, 'or' as const),
        guards: list(inner, 1, 3),
      }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('not' as const), guards: fc.tuple(inner) }) },
  );
}

function action(depth: number): fc.Arbitrary<ActionSpec> {
  const of = <Is extends ActionSpec['is']>(...is: Is[]) => fc.record({ is: fc.constantFrom(...is), mark });
  const simple: fc.WeightedArbitrary<ActionSpec>[] = [
    { weight: 12, arbitrary: of('assign function', 'assign fields') },
    { weight: 1, arbitrary: of('assign nothing') },
    { weight: 6, arbitrary: of('emit value', 'emit function') },
    { weight: 1, arbitrary: of('raise value', 'raise function') },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('named' as const, 'named params' as const, 'named dynamic params' as const),
        name: fc.constantFrom(...NAMED_ACTIONS),
        mark,
      }),
    },
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner = list(action(depth - 1), 0, 2);
  const enqueue = fc.record({
    is: fc.constant('enqueue' as const),
    actions: inner,
    check: guard(1),
    checked: inner,
    mark,
  });
  return fc.oneof(...simple, { weight: 3, arbitrary: enqueue });
}

const target: fc.Arbitrary<TargetSpec> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      to: fc.constantFrom('sibling' as const, 'sibling' as const, 'child' as const, 'any' as const, 'history' as const),
      index: fc.nat(30),
    }),
  },
  { weight: 3, arbitrary: fc.record({ to: fc.constantFrom('self' as const, 'parent' as const, 'nowhere' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      to: fc.constantFrom('regions' as const, 'regions' as const, 'two' as const),
      index: fc.nat(30),
      picks: list(fc.nat(30), 3, 3),
    }),
  },
);

/** A guard in `guarded` of a hundred cases. */
const mostly = (guards: fc.Arbitrary<GuardSpec>, guarded: number) =>
  fc.oneof({ weight: guarded, arbitrary: guards }, { weight: 100 - guarded, arbitrary: fc.constant(null) });

function transition(guards: fc.Arbitrary<GuardSpec | null>): fc.Arbitrary<TransitionSpec> {
  const reenter = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
  return fc.record({ guard: guards, target, reenter, actions: list(action(1), 0, 2) });
}

const ordinary = transition(mostly(guard(2), 60));
// Most are guarded: an eventless transition that is always enabled ends in a circle.
const eventless = transition(mostly(guard(1), 95));

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: list(arbitrary, 1, maxLength) });

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: list(arbitrary, 1, 2) });

function state(kind: fc.Arbitrary<StateSpec['kind']>, depth: number): fc.Arbitrary<StateSpec> {
  return kind.chain((chosen) => {
    const nests = chosen === 'compound' || chosen === 'parallel';
    const reacts = nests || chosen === 'atomic';
    const isHistory = chosen === 'shallow history' || chosen === 'deep history';
    const none = fc.constant([]);
    return fc.record<StateSpec>({
      kind: fc.constant(chosen),
      states: nests ? children(depth - 1) : none,
      initial: fc.nat(5),
      initialActions: chosen === 'compound' ? sometimes(action(1), 2) : none,
      entry: isHistory ? none : sometimes(action(1), 2),
      exit: isHistory ? none : sometimes(action(1), 2),
      on: reacts
        ? list(fc.record({ event: fc.nat(DESCRIPTORS.length - 1), transitions: list(ordinary, 1, 2) }), 0, 4)
        : none,
      always: reacts ? seldom(eventless) : none,
      onDone: nests ? sometimes(ordinary, 2) : none,
      tags: isHistory ? none : sometimes(fc.constantFrom('red', 'green', 'blue'), 2),
      output: fc.constantFrom('none', 'value', 'function'),
      byDefault: fc.option(fc.nat(5)),
    });
  });
}

function children(depth: number): fc.Arbitrary<StateSpec[]> {
  const nested: fc.WeightedArbitrary<StateSpec['kind']>[] =
    depth > 0 ? [{ weight: 4, arbitrary: fc.constantFrom('compound', 'compound', 'parallel') }] : [];
  const active = fc.oneof(...nested, { weight: 4, arbitrary: fc.constantFrom('atomic', 'atomic', 'atomic', 'final') });
  const any = fc.oneof(
    { weight: 5, arbitrary: active },
    { weight: 1, arbitrary: fc.constantFrom('shallow history', 'deep history') },
  ) as typeof active;
  return fc.tuple(state(active, depth), list(state(any, depth), 1, 2)).map(([first, rest]) => [first, ...rest]);
}

/** Any machine that XState can hold and an aggregate may have. */
export const machineSpec: fc.Arbitrary<MachineSpec> = fc.record({
  root: state(fc.constantFrom('compound', 'compound', 'parallel'), 3),
  guards: list(guard(1), 1, 3),
  context: fc.constantFrom('object', 'function'),
  keys: fc.constantFrom('letters', 'letters', 'letters', 'numbers'),
});

/** Messages to send to a machine, in order. */
export const messageSpecs: fc.Arbitrary<MessageSpec[]> = list(
  fc.record({
    type: fc.constantFrom('A', 'A', 'B', 'B', ...MESSAGES),
    data: fc.record({ k: small }),
  }),
  2,
  12,
);
