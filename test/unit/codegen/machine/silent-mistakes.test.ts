// What codegen says of machines that load and start, and fail or do nothing once somebody sends a command.
import { type Case, CLOSE, pointsAt } from './doors.js';

const MOST = '{ state }, params: { most: number }';
const guarded = (few: string): Case[1] => ({
  guards: `few: guard.state((${few}) => true)`,
  shut: "Open_: { ...opens, guard: 'few' }, Opened_: opened",
});
const NEEDS = 'The guard "few" needs parameters, and is given none. Write { type: \'few\', params: { … } }.';

const decided = (decision: string, more = ''): Case[1] => ({
  shut: `Open_: { actions: decide.Open_(${decision}) }, Opened_: opened`,
  more: `} });\n${more}\nconst rest = ({ x: {`,
});
const OPENDED = 'Opendd_ is no event of Door_. Did you mean Opened_?';

/** Doors that come to `one` when they are closed. */
const circle = (more: string): Case[1] => ({ open: "Close_: closes, Closed_: 'one'", more });

pointsAt([
  ['a guard without the parameters that it needs', guarded(MOST), `7:41 ${NEEDS}`],
  ['a guard that takes its parameters apart', guarded('_, { most }'), `7:41 ${NEEDS}`],
  ['a guard of a command', { ...guarded(''), guards: `few: guard.Open_((${MOST}) => true)` }, `7:41 ${NEEDS}`],
  ['a guard made for several', { ...guarded(''), guards: `few: guard(['Open_'], (${MOST}) => true)` }, `7:41 ${NEEDS}`],
  [
    'such guards among others, and behind another name',
    {
      guards: `few: guard.state((${MOST}) => true), many: not('few')`,
      shut: "Open_: { ...opens, guard: and(['many', { type: 'few' }]) }, Opened_: opened",
    },
    `6:113 ${NEEDS}`,
    `7:62 ${NEEDS}`,
  ],
  [
    'a guard whose parameters are of a type with a name',
    {
      ...guarded('_, params: Most'),
      ...decidedType('interface Most { most: number }'),
    },
    `7:41 ${NEEDS}`,
  ],
  ['nothing about parameters that may be missing', guarded('_, params?: { most: number }')],
  ['nothing about parameters that stand for themselves', guarded('_, { most }: { most: number } = { most: 3 }')],
  ['nothing about parameters that may be undefined', guarded('_, params: { most: number } | undefined')],
  [
    'nothing about parameters of whose type nobody knows',
    { ...guarded('_, params: Most'), ...decidedType('type Most = { most: number } | undefined') },
  ],
  ['nothing about parameters without a type', guarded('_, params')],
  [
    'nothing about a guard with its parameters',
    {
      guards: `few: guard.state((${MOST}) => true), many: { type: 'few', params: { most: 3 } }`,
      shut: "Open_: { ...opens, guard: and([{ type: 'few', params: { most: 3 } }, 'many']) }, Opened_: opened",
    },
  ],
  ['a misspelt event in a decision', decided("() => ({ type: 'Opendd_', data: {} })"), `7:61 ${OPENDED}`],
  [
    'misspelt events in a list, on either side of a condition, and spread',
    decided(
      "({ state }) => state.times > 0 ? [{ type: 'Opendd_', data: {} }] : [...(state.times > 1 ? [{ type: 'Opendd_', data: {} } as const] : [])]",
    ),
    `7:88 ${OPENDED}`,
    `7:145 ${OPENDED}`,
  ],
  [
    'misspelt events that a function returns, wherever it does',
    decided(
      'decided',
      "function decided({ state }) {\nif (state.times > 1) return { type: state.times ? 'Opendd_' : 'Opened_', data: {} };\nreturn [];\n}",
    ),
    `11:51 ${OPENDED}`,
  ],
  [
    'what resembles no event',
    decided("() => ({ type: 'Nudged_', data: {} })"),
    '7:61 Nudged_ is no event of Door_. Declare it in Door_, or decide another.',
  ],
  [
    'nothing about what may be no event, or another in the end',
    decided(
      "({ state }) => { const inner = () => { return { type: 'Opendd_' }; }; return { type: 'Opendd_', data: { type: 'Opendd_' }, ...opening(inner) }; }",
      "const opening = () => ({ type: 'Opened_' });",
    ),
  ],
  [
    'a circle of always',
    circle("one: { always: 'two' }, two: { always: { target: 'one' } }"),
    '9:8 The machine never comes to rest: "always" leads one → two → one, and no guard ends it. Guard one of these.',
  ],
  [
    'a circle of always through inner states and outer ones, to which a state leads in',
    circle(
      "one: { always: [{ target: 'two.a' }] }, two: { initial: 'b', always: 'three', states: { a: {}, b: {} } }, three: { always: 'two' }",
    ),
    '9:62 The machine never comes to rest: "always" leads two.b → three → two.b, and no guard ends it. Guard one of these.',
  ],
  [
    'an always that changes the state for ever',
    circle('one: { always: { actions: assign({ times: 3 }) }, on: { Opened_: opened } }'),
    '9:8 The machine never comes to rest: "always" leads one → one, and no guard ends it. Guard one of these.',
  ],
  [
    'nothing about circles that a guard, another region or the end may break',
    circle(
      `one: { always: [{ guard: ({ context }) => context.times > 3, target: 'both' }, 'two'] }, two: { always: 'one' },
both: { type: 'parallel', states: { a: { initial: 'c', states: { c: { always: 'd' }, d: { always: 'c' } } }, b: { always: { guard: () => true, target: '#end' } } } },
end: { id: 'end', always: 'last' }, last: { type: 'final' }`,
    ),
  ],
  [
    'nothing about an always that changes nothing',
    circle("one: { always: { actions: raise({ type: 'Opened_' }) }, on: { Opened_: opened } }"),
  ],
]);

/** Types behind the machine, without moving it. */
function decidedType(type: string): Case[1] {
  return { more: `} });\n${type}\nconst rest = ({ x: {`, open: CLOSE };
}
