// What a member accepts, and how it changes.
import { member } from '../generated/member.aggregate.js';

const { decide, evolve } = member;

export const memberMachine = member.createMachine({
  id: 'member',
  context: { isBanned: false },
  initial: 'stranger',
  states: {
    stranger: {
      on: {
        Join: { actions: decide.Join(({ command }) => ({ type: 'Joined', data: command.data })) },
        Joined: 'welcome',
      },
    },
    welcome: {
      on: {
        Ban: { actions: decide.Ban(() => ({ type: 'Banned', data: {} })) },
        Banned: { target: 'banned', actions: evolve.Banned(() => ({ isBanned: true })) },
      },
    },
    banned: {
      on: {
        Pardon: { actions: decide.Pardon(() => ({ type: 'Pardoned', data: {} })) },
        Pardoned: { target: 'welcome', actions: evolve.Pardoned(() => ({ isBanned: false })) },
      },
    },
  },
});
