// A field that names one row must be a scalar that every row has.
import type { DomainModel, Problem } from '../model.js';
import { isNullable, isScalar } from '../read/comparison.js';
import { fieldOf } from '../read/row-path.js';

/** Refuses `@unique` on fields that cannot be looked up by. */
export function checkRows({ projections }: DomainModel): readonly Problem[] {
  return projections.flatMap(({ unique, row, key }) =>
    unique.flatMap((name): readonly Problem[] => {
      const field = fieldOf(row, name);
      if (field === null) return [];
      if (name === key)
        return [{ at: field.at, message: `${name} is the key, which is unique already. Remove @unique.` }];
      if (isScalar(field.type) && !field.optional && !isNullable(field.type)) return [];
      return [
        {
          at: field.at,
          message: `${name} cannot be @unique: rows are found by a scalar that each of them has. Use a required text, number, bigint or Date field.`,
        },
      ];
    }),
  );
}
