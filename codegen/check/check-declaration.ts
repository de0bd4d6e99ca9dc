// All checks on the model of a declaration that need neither the AST nor the machines. Each rule is a file of its own.
import type { DomainModel, Problem } from '../model.js';
import { sortProblems } from '../read/problem-list.js';
import { checkFiniteTypes } from './check-finite-types.js';
import { checkHistory } from './check-history.js';
import { checkNames } from './check-names.js';
import { checkRollups } from './check-rollups.js';
import { checkRows } from './check-rows.js';
import { checkUnions } from './check-unions.js';
import { checkUnnamedParts } from './check-unnamed-parts.js';

/**
 * What is wrong with a declaration as a whole, in order. `known` are the problems of reading it: of their lines nothing
 * more is said, because a model with gaps would make one mistake look like several.
 */
export function checkDeclaration(model: DomainModel, known: readonly Problem[]): readonly Problem[] {
  const lines = new Set(known.map(({ at }) => `${at.file}:${at.line}`));
  const found = [
    ...checkNames(model),
    ...checkRows(model),
    ...checkRollups(model),
    ...checkUnions(model),
    ...checkFiniteTypes(model),
    ...checkUnnamedParts(model),
    ...checkHistory(model),
  ];
  return sortProblems(found.filter(({ at }) => !lines.has(`${at.file}:${at.line}`)));
}
