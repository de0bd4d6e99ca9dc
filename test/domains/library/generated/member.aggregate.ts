// Generated from domain/member.domain.ts. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { aggregateSetup } from 'statefold/contract';
import type { AggregateSetup, CommandOf, DecisionOf, EventOf } from 'statefold/contract';
import type { Member } from '../domain/member.domain.js';

export type MemberState = Member['state'];
export type MemberCommand = CommandOf<Member>;
export type MemberEvent = EventOf<Member>;
export type MemberDecision = DecisionOf<Member>;

/** XState's `setup` for Member, with its helpers `decide`, `evolve` and `guard`. */
export const member: AggregateSetup<Member> = aggregateSetup<Member>({
  commands: ['Join', 'Ban', 'Pardon'],
  events: ['Joined', 'Banned', 'Pardoned'],
});
