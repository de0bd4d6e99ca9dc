// What codegen says of machines that load, and yet cannot be an aggregate's: each mistake with its place and a way out.
import { CLOSE, pointsAt } from './doors.js';

pointsAt([
  ['nothing wrong', {}],
  [
    'a command that no state accepts',
    { commands: 'Knock_: Empty;' },
    'domain 4:29 Knock_ is accepted by no state in domain/door_.machine.ts. Add it to the "on" of one, or delete the command.',
  ],
  [
    'a command that is only forbidden',
    { commands: 'Knock_: Empty;', open: `${CLOSE}, Knock_: {}` },
    'domain 4:29 Knock_ is accepted by no state in domain/door_.machine.ts. Add it to the "on" of one, or delete the command.',
  ],
  [
    'an event that no state applies',
    { open: 'Close_: closes' },
    'domain 5:29 Closed_ is applied by no state in domain/door_.machine.ts. Add it to the "on" of one, or delete the event.',
  ],
  [
    'a misspelt event, of which no more is said',
    { open: "Close_: closes, Closd_: 'shut'" },
    '8:31 Closd_ is neither a command nor an event of Door_. Did you mean Closed_?',
  ],
  [
    'a misspelt command, of which no more is said',
    { open: "Clsoe_: { ...closes, guard: 'few' }, Closed_: 'shut'", guards: 'few: guard.Close_(() => true)' },
    '8:15 Clsoe_ is neither a command nor an event of Door_. Did you mean Close_?',
  ],
  [
    'a name that resembles none',
    { open: `${CLOSE}, Nudged_: {}` },
    '8:48 Nudged_ is neither a command nor an event of Door_. Declare it in Door_, or remove it.',
  ],
  [
    'a wildcard',
    { open: `${CLOSE}, '*': 'shut'` },
    '8:48 "*" stands for commands and events alike. Name each message that is meant.',
  ],
  [
    'a wildcard that takes nothing',
    { open: `${CLOSE}, 'Clos*': 'shut'` },
    '8:48 "Clos*" stands for no message: a wildcard is "*" alone, or the last part of a name. Name each message that is meant.',
  ],
  [
    'a way in from outside',
    { open: `${CLOSE}`, shut: 'Open_: opens, Opened_: opened }, id: "shut", route: { guard: () => true' },
    '7:60 "route" is not allowed in the machine of an aggregate: only its events move it. Lead an event here.',
  ],
  [
    'what is emitted as a state begins, of which only the engine knows',
    {
      more: 'ajar: { initial: { target: "a", actions: emit({ type: "Opened_", data: {} }) }, states: { a: {} } }',
      open: `Close_: closes, Closed_: 'ajar'`,
    },
    '9:1 State ajar: its initial actions emit, and only events lead here, or the start, where nobody stores what is emitted. Decide in the transition of a command.',
  ],
  [
    "a name of XState's own",
    { open: `${CLOSE}, 'xstate.init': 'shut'` },
    '8:48 "xstate.init" is a name of XState\'s own, which no message has. Remove it.',
  ],
  [
    'states that no event leads to, once for all within',
    { more: 'ajar: { initial: "a", states: { a: { on: { Close_: closes } }, b: {} } }, lost: {}' },
    '9:1 State ajar is never reached: no event leads there. Its handler is dead. Lead an event there, or delete the state.',
    '9:75 State lost is never reached: no event leads there. Lead an event there, or delete the state.',
  ],
  [
    'a handler after the end',
    { open: `Close_: closes, Closed_: 'gone'`, more: 'gone: { type: "final", on: { Close_: closes } }' },
    '9:30 The machine has ended in gone, a final state, and hears nothing any more. Remove this, or "type: \'final\'".',
  ],
  [
    'a command that moves',
    { shut: 'Open_: { ...opens, target: "open" }, Opened_: opened' },
    '7:42 Open_ is a command, and commands only decide. Move the target to the transition of the event that it emits.',
  ],
  [
    'a command that only moves, shortly',
    { shut: 'Open_: "open", Opened_: opened' },
    '7:22 Open_ is a command, and commands only decide. Move the target to the transition of the event that it emits.',
  ],
  [
    'a command that assigns, evolves or raises',
    {
      shut: 'Open_: { actions: [opens.actions, assign({ times: 1 }), opened.actions, raise({ type: "Opened_" })] }, Opened_: opened',
    },
    '7:49 Open_ is a command, and commands only decide. Change the state in the transition of the event that it emits.',
    '7:71 evolve.Opened_ stands under the command Open_, and commands only decide. Move it to Opened_.',
    '7:87 Open_ is a command, and commands only decide. Emit an event, and let its transition raise.',
  ],
  [
    'an event that decides or emits',
    {
      shut: 'Open_: opens, Opened_: [{ target: "open", actions: [opens.actions, emit({ type: "Closed_", data: {} })] }]',
    },
    '7:67 decide.Open_ stands under the event Opened_, and events only evolve. Move it to Open_.',
    '7:82 Only commands emit, and Opened_ is an event. Move it to the transition of a command.',
  ],
  [
    'helpers under the wrong message',
    { open: 'Close_: opens, Closed_: opened' },
    '8:15 decide.Open_ stands under Close_. Use decide.Close_, or move it.',
    '8:30 evolve.Opened_ stands under Closed_. Use evolve.Closed_, or move it.',
  ],
  [
    'helpers where nothing is decided and no event is told',
    {
      more: 'ajar: { entry: opens.actions, exit: opened.actions, always: { target: "shut", actions: opens.actions } }',
      open: `Close_: closes, Closed_: 'ajar'`,
    },
    '9:9 decide.Open_ stands under no command, and only commands decide. Move it to Open_.',
    '9:31 evolve.Opened_ stands under no event. Use assign here, or move it to Opened_.',
    '9:88 decide.Open_ stands under no command, and only commands decide. Move it to Open_.',
  ],
  [
    'nothing about what stays the same when it is replayed',
    {
      more: "ajar: { entry: assign({ times: 7 }), exit: raise({ type: 'settle' }), always: { target: 'shut', guard: ({ context }) => context.times > 0 } }",
      open: `Close_: closes, Closed_: 'ajar'`,
      shut: 'Open_: opens, Opened_: [{ guard: ({ context }) => context.times > 9, target: "open" }, opened], settle: {}',
    },
  ],
  [
    'a guard that could lose an event',
    { shut: "Open_: opens, Opened_: { target: 'open', guard: 'few' }", guards: 'few: guard.state(() => true)' },
    '7:63 Opened_ has happened, and no guard can refuse it: where this one says no, nothing would apply it. Guard the command that emits it, or add the transition that is taken then.',
  ],
  [
    'nothing about a guard that tells regions apart, and one that code may ask',
    {
      guards: 'few: guard.state(() => true)',
      shut: "Open_: opens, Opened_: [opened, { actions: enqueueActions(({ check, enqueue }) => { if (check('few')) enqueue.assign({ times: 0 }); }) }]",
      more: `both: { type: 'parallel', states: { a: { on: { Closed_: { guard: () => true } } }, b: { on: { Closed_: { guard: () => false } } } } }`,
      open: "Close_: closes, Closed_: 'both'",
    },
  ],
  [
    'a misspelt guard, also among others',
    {
      guards: 'crowded: guard.state(() => true)',
      shut: "Open_: { ...opens, guard: 'crowdde' }, Opened_: opened",
      open: "Close_: [{ ...closes, guard: and(['crowded', 'nope']) }, closes], Closed_: 'shut'",
    },
    '7:41 The guard "crowdde" is not implemented. Did you mean "crowded"?',
    '8:60 The guard "nope" is not implemented. Add it to "guards" of extend(…), or remove it.',
  ],
  [
    'guards that nothing asks, but for those that a misspelt name means',
    {
      guards:
        'few: guard.state(() => true), many: not("few"), crowded: guard.state(() => true), forgotten: guard.state(() => true)',
      shut: "Open_: { ...opens, guard: 'many' }, Opened_: opened",
      open: "Close_: { ...closes, guard: 'crowdde' }, Closed_: 'shut'",
    },
    '6:130 The guard "forgotten" is asked by no transition, and refuses nothing. Name it in the "guard" of one, or delete it.',
    '8:43 The guard "crowdde" is not implemented. Did you mean "crowded"?',
  ],
  [
    'a guard in a state that is not there',
    { shut: "Open_: { ...opens, guard: stateIn('#ajar') }, Opened_: opened" },
    '7:49 stateIn("#ajar") names no state: an id is what "id" of a state says. Correct it.',
  ],
  [
    'a guard made for another command, or for an event',
    {
      guards: 'few: guard.Open_(() => true)',
      open: "Close_: { ...closes, guard: 'few' }, Closed_: [{ guard: not('few'), target: 'shut' }, 'shut']",
    },
    `8:43 The guard "few" is made with guard.Open_ and stands under Close_. Make it for both, guard(['Open_', 'Close_'], …), or use guard.state.`,
    '8:75 The guard "few" is made with guard.Open_ and stands under the event Closed_. Use guard.event.Closed_ or guard.state here.',
  ],
  [
    'a guard made for another event, for a command, or for what has no message',
    {
      guards:
        'few: guard.event.Closed_(({ event }) => event.version < 3), any: guard.event(["Opened_", "Closed_"], () => true)',
      open: "Close_: { ...closes, guard: 'few' }, Closed_: [{ guard: and(['few', 'any']), target: 'shut' }, 'shut']",
      shut: "Open_: opens, Opened_: [{ guard: 'few', target: 'open' }, { guard: 'any', target: 'open' }, opened]",
      more: "ajar: { always: { guard: 'any', target: 'shut' } }",
    },
    "7:48 The guard \"few\" is made with guard.event.Closed_ and stands under Opened_. Make it for both, guard.event(['Closed_', 'Opened_'], …), or use guard.state.",
    '8:43 The guard "few" is made with guard.event.Closed_ and stands under the command Close_. Use guard.Close_ or guard.state here.',
    '9:1 State ajar is never reached: no event leads there. Its handler is dead. Lead an event there, or delete the state.',
    '9:26 The guard "any" is made with guard.event([Opened_, Closed_]) and stands under no event. Use guard.state here.',
  ],
  [
    'a guard of an event that could lose it',
    {
      shut: "Open_: opens, Opened_: { target: 'open', guard: 'few' }",
      guards: 'few: guard.event.Opened_(() => true)',
    },
    '7:63 Opened_ has happened, and no guard can refuse it: where this one says no, nothing would apply it. Guard the command that emits it, or add the transition that is taken then.',
  ],
  [
    'actions of its own, and those that need an actor',
    {
      shut: "Open_: { actions: [opens.actions, () => console.log('x')] }, Opened_: { ...opened, actions: [log('x'), sendTo('a', { type: 'x' })] }",
    },
    '7:49 A function of its own is never run as an action. A machine may only decide, evolve, assign, emit, raise and enqueueActions.',
    '7:108 log logs, which the machine is never run for. A machine may only decide, evolve, assign, emit, raise and enqueueActions.',
    '7:118 sendTo sends to an actor, and a machine has none: raise, or emit an event. A machine may only decide, evolve, assign, emit, raise and enqueueActions.',
  ],
  [
    'a named action where it is implemented, and one that is not there',
    {
      actions: "shout: () => {}, start: spawnChild('x')",
      shut: "Open_: { actions: ['shout', opens.actions] }, Opened_: { ...opened, actions: 'shuot' }",
    },
    '6:63 A function of its own is never run as an action. A machine may only decide, evolve, assign, emit, raise and enqueueActions.',
    '6:80 spawnChild starts an actor, and a machine starts nothing: make what it would spawn an aggregate of its own. A machine may only decide, evolve, assign, emit, raise and enqueueActions.',
    '7:92 The action "shuot" is not implemented. Did you mean "shout"?',
  ],
  [
    'time and actors',
    {
      shut: "Open_: opens, Opened_: { ...opened, actions: raise({ type: 'Closed_' }, { delay: 5 }) }",
      more: "},\nafter: { 5: '.shut' }, invoke: { src: 'x' }, on: {",
    },
    '7:60 A delayed raise waits, and time passes outside of a machine. Let something send a command when it is due.',
    '10:1 "after" is not allowed in the machine of an aggregate: time passes outside of it. Let something send a command when it is due.',
    '10:24 "invoke" is not allowed in the machine of an aggregate: it starts nothing. Let something send a command with what came of it.',
  ],
  [
    'an event that raises a command',
    { shut: "Open_: opens, Opened_: { ...opened, actions: raise({ type: 'Close_' }) }" },
    '7:60 Close_ is a command, and only comes from outside: an event that has happened decides nothing. Remove the raise.',
  ],
  [
    'what stands in a state that a function makes, there',
    {
      open: `${CLOSE}, Opened_: 'ajar'`,
      more: `ajar: made('nope') } });
function made(guard) {
  const Close_ = { ...closes, guard };
  return { on: { Close_, Opened_: { guard: 'none', target: 'open' } } };
}
({ x: {`,
    },
    '12:18 The guard "nope" is not implemented. Add it to "guards" of extend(…), or remove it.',
    '12:44 The guard "none" is not implemented. Add it to "guards" of extend(…), or remove it.',
  ],
  [
    'what stands in states that nobody can follow, at the nearest place',
    { open: `${CLOSE}, Opened_: 'ajar'`, more: `ajar: [{ on: { Close_: opened } }].at(0),` },
    '9:1 In state ajar: Close_ is a command, and commands only decide. Move the target to the transition of the event that it emits.',
    '9:1 In state ajar: evolve.Opened_ stands under the command Close_, and commands only decide. Move it to Opened_.',
  ],
  [
    'what the engine would refuse, and nothing else finds',
    { open: 'Close_: { ...closes, guard: Object.assign(() => true, { check: 5 }) }, Closed_: "shut"' },
    '8:1 State open: a guard has a "check" that is none of and, or, not, stateIn. Write it as a function.',
  ],
]);
