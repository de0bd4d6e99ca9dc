// What a type of the model is made of, one level down. Follows no names.
import type { TypeModel } from './model.js';

/** The types that a type is made of, in written order; none for a reference. */
export function partsOf(type: TypeModel): readonly TypeModel[] {
  switch (type.kind) {
    case 'object':
      return type.fields.map((field) => field.type);
    case 'union':
      return type.members;
    case 'tuple':
      return type.elements.map((element) => element.type);
    case 'array':
      return [type.element];
    case 'record':
      return [type.value];
    default:
      return [];
  }
}
