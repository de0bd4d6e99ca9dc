// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { projectionHelpers } from 'statefold/contract';
import type { ProjectionHelpers } from 'statefold/contract';
import type { BookRow } from '../domain/book.domain.js';
import type { MemberRow } from '../domain/member.domain.js';

interface Projections {
  BookRow: BookRow;
  MemberRow: MemberRow;
}

/** `projection.<Name>({ creates, updates })` gives the folds of a projection their types. */
export const projection: ProjectionHelpers<Projections> = projectionHelpers<Projections>(['BookRow', 'MemberRow']);
