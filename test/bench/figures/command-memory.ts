// command.memory: the whole way of a command, against Emmett's.
import { bareParts } from '../bare-parts.js';
import type { Figure } from '../figure.js';
import { EMMETT } from '../peers/emmett.js';
import { selfTimes, shareText } from '../self-times.js';
import { bareCommandsInMemory, emmettCommands, statefoldCommands } from '../workloads/command-path.js';

/** What each place in the code does for a command. The first that fits counts. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/\/src\/schema\//, 'validation'],
  [/\/src\/statechart\/|\/xstate\/|\/aggregate\/decide\.ts$|\/workloads\/account\.ts$/, 'deciding'],
  [/\/src\/codec\/|\/src\/kernel\/hash\.ts$/, 'codec'],
  [/\/src\/store\//, 'store'],
  [/\/src\/(engine|bus|aggregate)\/|^node:internal\/(process|timers)/, 'promises'],
  [/\/test\/bench\//, 'bench'],
];

/** Commands per second, in memory. */
export const commandMemory: Figure = {
  name: 'command.memory',
  measures:
    "whole commands with validation and receipts, in memory ÷ the same decider on Emmett's; 5,000 aggregates of at most 20 events, 256 at once",
  unit: 'commands/s',
  goal: 10,
  needs: [EMMETT],
  ours: statefoldCommands,
  baseline: emmettCommands,
  beside: async (effort) => {
    const turn = await statefoldCommands(effort);
    await turn();
    const shares = await selfTimes(turn, (url) => PARTS.find(([pattern]) => pattern.test(url))?.[1]);
    const bare = await bareParts(commandMemory, bareCommandsInMemory, effort);
    return [`time of ours: ${shareText(shares)}`, bare];
  },
};
