// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { projectionHelpers } from 'statefold/contract';
import type { ProjectionHelpers } from 'statefold/contract';
import type { OrderRow } from '../domain/order.domain.js';

interface Projections {
  OrderRow: OrderRow;
}

/** `projection.<Name>({ creates, updates })` gives the folds of a projection their types. */
export const projection: ProjectionHelpers<Projections> = projectionHelpers<Projections>(['OrderRow']);
